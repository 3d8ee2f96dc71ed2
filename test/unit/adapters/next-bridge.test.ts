import { describe, expect, it, vi } from "vitest";
import { bridgeToNextCache, type NextCacheOptions } from "../../../src/adapters/next.ts";
import type { CalcomEvents, CalcomListener } from "../../../src/index.ts";
import { signed, warmReceiver } from "../webhooks/deliveries.ts";

type Told = CalcomEvents["invalidated"];

/** A Next that takes tags only inside a request, and a client whose changes the test makes up. */
function nextWorld(options: Partial<NextCacheOptions> = {}) {
  const world = { isInRequest: true, revalidated: [] as string[] };
  const listeners = new Set<CalcomListener<"invalidated">>();
  const calcom = {
    on(_name: "invalidated", listener: CalcomListener<"invalidated">) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const bridge = bridgeToNextCache(calcom, {
    revalidateTag(tag, profile) {
      if (!world.isInRequest) throw new Error("static generation store missing");
      world.revalidated.push(`${tag} ${JSON.stringify(profile)}`);
    },
    ...options,
  });
  const tell = (cause: Told["cause"], ...tags: string[]) => {
    for (const listener of listeners) listener({ tags, cause, coherence: "confirmed" });
  };
  return Object.assign(world, { bridge, tell });
}

const gone = (...tags: string[]) => tags.map((tag) => `calcom:${tag} {"expire":0}`);

describe("bridgeToNextCache", () => {
  it.each(["write", "webhook", "request"] as const)(
    "tells Next of a %s so that nobody is given the old page once more",
    (cause) => {
      const world = nextWorld();
      world.tell(cause, "all", "event-type:1");
      expect(world.revalidated).toEqual(gone("all", "event-type:1"));
    },
  );

  it("tells Next of a delivery before it counts as received", async () => {
    const { calcom } = await warmReceiver({ known: [1] });
    const revalidateTag = vi.fn();
    bridgeToNextCache(calcom, { revalidateTag });
    await calcom.receiveWebhook(await signed({ triggerEvent: "OOO_CREATED", payload: {} }));
    expect(revalidateTag).toHaveBeenCalledWith("calcom:unknown", { expire: 0 });
  });

  it("keeps what Next refuses for the next change inside a request", () => {
    const onError = vi.fn();
    const world = nextWorld({ onError });
    world.isInRequest = false;
    world.tell("write", "event-type:1");
    expect(onError).toHaveBeenCalledWith(expect.any(Error), ["calcom:event-type:1"]);
    world.isInRequest = true;
    world.tell("webhook", "event-type:2");
    expect(world.revalidated).toEqual(gone("event-type:1", "event-type:2"));
    world.tell("webhook", "event-type:3");
    expect(world.revalidated).toEqual(gone("event-type:1", "event-type:2", "event-type:3"));
  });

  it.each(["topology", "repeated", "reconciler"] as const)(
    "keeps what a change in the background touches, which Next may take and forget: %s",
    (cause) => {
      const world = nextWorld();
      world.tell(cause, "event-type:1");
      expect(world.revalidated).toEqual([]);
      world.tell("webhook", "unknown");
      expect(world.revalidated).toEqual(gone("event-type:1", "unknown"));
    },
  );

  it("tells Next what waits when it is asked to", () => {
    const world = nextWorld({ onError: () => undefined });
    world.tell("reconciler", "event-type:1");
    world.isInRequest = false;
    expect(world.bridge.flush()).toBe(false);
    world.isInRequest = true;
    expect(world.bridge.flush()).toBe(true);
    expect(world.revalidated).toEqual(gone("event-type:1"));
  });

  it("tells Next once more after the answer, for what it forgets when a handler throws", () => {
    const afterwards: (() => void)[] = [];
    const world = nextWorld({ after: (work) => void afterwards.push(work) });
    world.tell("write", "event-type:1");
    expect(world.revalidated).toEqual(gone("event-type:1"));
    for (const work of afterwards) work();
    expect(world.revalidated).toEqual(gone("event-type:1", "event-type:1"));
    expect(afterwards).toHaveLength(1);
  });

  it("asks for nothing after the answer where Next has refused", () => {
    const after = vi.fn();
    const world = nextWorld({ after, onError: () => undefined });
    world.isInRequest = false;
    world.tell("write", "event-type:1");
    expect(after).not.toHaveBeenCalled();
  });

  it("throws what Next says out of `flush`, where nobody else hears of it", () => {
    const world = nextWorld();
    world.tell("reconciler", "event-type:1");
    world.isInRequest = false;
    expect(() => world.bridge.flush()).toThrow("static generation store missing");
  });

  it("tells what Next took once more, though it refused another tag", () => {
    const afterwards: (() => void)[] = [];
    const revalidated: string[] = [];
    const world = nextWorld({
      after: (work) => void afterwards.push(work),
      revalidateTag(tag) {
        if (tag === "calcom:host:1") throw new Error("refused");
        revalidated.push(tag);
      },
    });
    expect(() => world.tell("write", "all", "host:1")).toThrow("refused");
    expect(() => afterwards[0]?.()).toThrow("refused");
    expect(revalidated).toEqual(["calcom:all", "calcom:all"]);
  });

  it("lets everything be revalidated where too much waits", () => {
    const world = nextWorld();
    const tags = Array.from({ length: 513 }, (_, id) => `host:${id}`);
    world.tell("reconciler", ...tags.slice(1));
    world.tell("reconciler", ...tags.slice(0, 1));
    world.bridge.flush();
    expect(world.revalidated).toEqual(gone("all"));
  });

  it("leaves it to the client's logger to say what nobody else is told", async () => {
    const warn = vi.fn();
    const { calcom } = await warmReceiver({ logger: { warn } });
    const missing = new Error("static generation store missing");
    bridgeToNextCache(calcom, {
      revalidateTag: () => {
        throw missing;
      },
    });
    await calcom.invalidate("all");
    expect(warn).toHaveBeenCalledWith(expect.any(String), missing);
  });

  it("hears nothing more when it is stopped", () => {
    const world = nextWorld();
    world.bridge.stop();
    world.tell("write", "all");
    expect(world.revalidated).toEqual([]);
  });
});
