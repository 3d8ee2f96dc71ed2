import { describe, expect, it } from "vitest";
import type { CalcomEvents, CalcomListener } from "../../src/events.ts";
import type { CacheStore, CalcomClient } from "../../src/index.ts";
import { memoryStore } from "../../src/index.ts";
import type { RateBudgets } from "../../src/stores/contract.ts";
import { type Asked, createLimitedWorld, outcomeOf } from "../helpers/limited-world.ts";
import { ANN, onDay } from "../helpers/world.ts";

type World = ReturnType<typeof createLimitedWorld>;

const LIMIT = 120;

/** Somebody else's program, with the same key. */
async function askElsewhere({ alice, fake }: World, times: number): Promise<void> {
  const headers = { authorization: `Bearer ${alice.apiKey}` };
  for (let count = 0; count < times; count++) await fake.fetch(`${fake.baseUrl}/me`, { headers });
}

/** Asks until offers have to wait. @returns the calls */
async function offersUntilTheyWait(world: World, client: CalcomClient) {
  const calls = Array.from({ length: LIMIT }, () => outcomeOf(world.ask(client, "offer", 600_000)));
  await world.settle();
  return calls;
}

function limitedIn(client: CalcomClient): CalcomEvents["rate-limited"][] {
  const heard: CalcomEvents["rate-limited"][] = [];
  const listener: CalcomListener<"rate-limited"> = (event) => void heard.push(event);
  client.on("rate-limited", listener);
  return heard;
}

describe("while offers wait", () => {
  it("bookings are answered at once", async () => {
    const world = createLimitedWorld();
    const client = world.client();
    await offersUntilTheyWait(world, client);
    const waiting = LIMIT - world.fake.requests.length;
    expect(waiting).toBeGreaterThan(10);
    const asked: Asked[] = ["booking", "booking", "booking"];
    const booked = await Promise.all(asked.map((one) => outcomeOf(world.ask(client, one))));
    expect(booked).toEqual(["answered", "answered", "answered"]);
    expect(LIMIT - world.fake.requests.length).toBe(waiting - 3);
  });

  it("they slow down long before their share is used up, and all of them leave in time", async () => {
    const world = createLimitedWorld();
    const calls = await offersUntilTheyWait(world, world.client());
    await world.clock.advance(300_000);
    const outcomes = new Set(await Promise.all(calls));
    expect([...outcomes]).toEqual(["answered"]);
    const moments = world.moments();
    // Up to half of the share at once; the rest at growing distances.
    expect(moments.filter((at) => at === 0).length).toBeLessThan(0.5 * LIMIT);
    expect(moments.filter((at) => at < 60_000).length).toBeLessThanOrEqual(0.85 * LIMIT);
    expect(world.answered(429)).toBe(0);
  });

  it.each([true, false])(
    "a prefetch keeps no offer of the same waiting, settled: %s",
    async (settled) => {
      const world = createLimitedWorld();
      const client = world.client();
      // More than half of the limit.
      await Promise.all(Array.from({ length: 61 }, () => world.ask(client, "booking")));
      const sent = world.fake.requests.length;
      const query = onDay(world.half.id);
      const how = { priority: "prefetch", timeoutMs: 600_000 } as const;
      const waiting = outcomeOf(client.slots.list(query, how));
      if (settled) await world.settle();
      const { provenance } = await client.slots.list(query);
      expect([provenance.source, world.fake.requests.length - sent]).toEqual(["origin", 1]);
      expect(await world.outcomes([waiting], 600_000)).toEqual(["answered"]);
    },
  );

  it.each([true, false])(
    "who has little time takes nobody along who waits for the same, settled: %s",
    async (settled) => {
      const world = createLimitedWorld();
      const client = world.client();
      await Promise.all(Array.from({ length: LIMIT }, () => world.ask(client, "booking")));
      const query = onDay(world.half.id);
      const read = (timeoutMs: number) => outcomeOf(client.slots.list(query, { timeoutMs }));
      const hasty = read(5_000);
      if (settled) await world.settle();
      const patient = [read(600_000), read(600_000)];
      expect(await hasty).toBe("refused by governor");
      const before = world.fake.requests.length;
      expect(await world.outcomes(patient, 120_000)).toEqual(["answered", "answered"]);
      expect(world.fake.requests.length - before).toBe(1);
    },
  );

  it("one that is aborted leaves the queue without a request", async () => {
    const world = createLimitedWorld();
    const client = world.client();
    await offersUntilTheyWait(world, client);
    const controller = new AbortController();
    const sent = world.fake.requests.length;
    const { signal } = controller;
    const how = { cache: "bypass", signal, timeoutMs: 600_000 } as const;
    const aborted = client.slots.list(onDay(world.half.id), how);
    await world.settle();
    controller.abort(new Error("left"));
    await expect(aborted).rejects.toThrow("left");
    await world.clock.advance(600_000);
    expect(world.fake.requests.length).toBe(LIMIT);
    expect(sent).toBeLessThan(LIMIT);
  });
});

describe("a call that cannot be answered in time", () => {
  it("is refused at once, and nothing is sent", async () => {
    const world = createLimitedWorld();
    const client = world.client();
    const heard = limitedIn(client);
    await Promise.all(Array.from({ length: LIMIT }, () => world.ask(client, "booking")));
    const sent = world.fake.requests.length;
    expect(sent).toBe(LIMIT);
    for (const asked of ["booking", "confirm", "offer", "prefetch"] as const) {
      await expect(world.ask(client, asked)).rejects.toMatchObject({
        ...{ name: "RateLimitError", refusedBy: "governor", status: undefined },
        retryAfterMs: 60_000,
      });
    }
    expect(world.fake.requests.length).toBe(sent);
    expect(heard.map(({ priority, refused }) => [priority, refused])).toEqual([
      ["booking", true],
      ["confirm", true],
      ["offer", true],
      ["prefetch", true],
    ]);
  });

  it("is no booking that could leave, and whose answer would come too late", async () => {
    const world = createLimitedWorld();
    const client = world.client();
    await Promise.all(Array.from({ length: LIMIT }, () => world.ask(client, "booking")));
    await world.clock.advance(52_000);
    const [hasty, patient] = [10_000, 12_000].map((ms) =>
      outcomeOf(world.ask(client, "booking", ms)),
    );
    expect(await hasty).toBe("refused by governor");
    expect(await world.outcomes([patient as Promise<string>], 9_000)).toEqual(["answered"]);
  });

  it("is refused where too many wait already", async () => {
    const world = createLimitedWorld();
    const client = world.client({ rateBudget: { maxQueued: 3 } });
    const heard = limitedIn(client);
    const calls = Array.from({ length: LIMIT }, () =>
      outcomeOf(world.ask(client, "prefetch", 600_000)),
    );
    const outcomes = await world.outcomes(calls, 600_000);
    const refused = outcomes.filter((one) => one === "refused by governor");
    expect(refused.length).toBe(heard.filter(({ reason }) => reason === "queue-full").length);
    expect(world.fake.requests.length).toBe(LIMIT - refused.length);
    expect(refused.length).toBeGreaterThan(LIMIT / 2);
  });
});

describe("a 429 that somebody else has brought about", () => {
  it("stops everybody for as long as it says, after which all go on by themselves", async () => {
    const world = createLimitedWorld();
    const clients = Array.from({ length: 4 }, () => world.client({ retries: 2 }));
    await askElsewhere(world, LIMIT + 1);
    const [first] = clients as [CalcomClient];
    const calls = [outcomeOf(world.ask(first, "offer", 120_000))];
    await world.settle();
    const before = world.fake.requests.length;
    for (const client of clients) calls.push(outcomeOf(world.ask(client, "offer", 120_000)));
    await world.clock.advance(59_000);
    expect(world.fake.requests.length).toBe(before);
    await world.clock.advance(30_000);
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["answered"]));
    // That of the other program, and the one that told us.
    expect(world.answered(429)).toBe(2);
  });

  it("is not brought about by us where somebody else takes a part of the limit", async () => {
    const world = createLimitedWorld();
    const client = world.client();
    await askElsewhere(world, 70);
    await outcomeOf(world.ask(client, "offer"));
    const calls = Array.from({ length: LIMIT }, () => outcomeOf(world.ask(client, "booking")));
    const outcomes = await world.outcomes(calls, 10_000);
    expect(world.answered(429)).toBe(0);
    expect(outcomes.filter((one) => one === "answered").length).toBe(LIMIT - 71);
  });
});

describe("limits of other kinds", () => {
  it("are kept by whatever name, with an end as a moment", async () => {
    const world = createLimitedWorld({ rateLimit: { limit: 40 } });
    const renamed: typeof globalThis.fetch = async (input, init) => {
      const answer = await world.fake.fetch(input, init);
      const headers = new Headers(answer.headers);
      for (const part of ["limit", "remaining", "reset"]) {
        const told = Number(headers.get(`x-ratelimit-${part}-default`));
        headers.delete(`x-ratelimit-${part}-default`);
        const epoch = Math.ceil(world.clock.now() / 1_000) + told;
        headers.set(`x-ratelimit-${part}-Burst`, String(part === "reset" ? epoch : told));
      }
      return new Response(answer.body, { status: answer.status, headers });
    };
    const client = world.client({ fetch: renamed });
    await world.ask(client, "offer");
    const calls = Array.from({ length: 100 }, () => outcomeOf(world.ask(client, "booking")));
    const outcomes = await world.outcomes(calls, 10_000);
    expect(outcomes.filter((one) => one === "answered").length).toBe(39);
    expect(world.answered(429)).toBe(0);
  });

  it("leave the general one alone: guests have one of their own", async () => {
    const world = createLimitedWorld();
    const client = world.client();
    const start = "2026-12-07T09:00:00.000Z";
    const { booking } = await client.bookings.create({
      ...{ eventTypeId: world.half.id, start, attendee: ANN },
    });
    const guests = Array.from({ length: 12 }, (_none, index) =>
      outcomeOf(
        client.bookings.addGuests(booking.uid, { guests: [{ email: `g${index}@example.test` }] }),
      ),
    );
    const outcomes = await world.outcomes(guests, 10_000);
    expect(outcomes.filter((one) => one === "answered").length).toBe(5);
    expect(outcomes.filter((one) => one === "refused by governor").length).toBe(7);
    const offers = Array.from({ length: 40 }, () => outcomeOf(world.ask(client, "offer")));
    expect(new Set(await Promise.all(offers))).toEqual(new Set(["answered"]));
    expect(world.answered(429)).toBe(0);
  });

  it("are not there on a server that counts nothing: after one answer nobody waits", async () => {
    const world = createLimitedWorld({ rateLimit: false });
    const client = world.client();
    const heard = limitedIn(client);
    await world.ask(client, "prefetch");
    const calls = Array.from({ length: 500 }, () => outcomeOf(world.ask(client, "prefetch")));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["answered"]));
    expect(heard).toEqual([]);
  });

  it("are not kept with `rateBudget: false`", async () => {
    const world = createLimitedWorld();
    const client = world.client({ rateBudget: false });
    const calls = Array.from({ length: 2 * LIMIT }, () => outcomeOf(world.ask(client, "offer")));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["answered", "refused by calcom"]));
  });
});

describe("a store that is away", () => {
  function storeThatFails() {
    const inner = memoryStore();
    const shared = inner.budgets as RateBudgets;
    let isAway = false;
    const budgets: RateBudgets = {
      call: (call) => {
        if (isAway) throw new Error("away");
        return shared.call(call);
      },
    };
    const store: CacheStore = new Proxy(inner, {
      get: (target, name) => {
        if (name === "budgets") return budgets;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    return { store, leave: () => (isAway = true), comeBack: () => (isAway = false) };
  }

  it("leaves each process with what it knows of the budget itself", async () => {
    const { store, leave } = storeThatFails();
    const world = createLimitedWorld({ store });
    const client = world.client();
    const before = Array.from({ length: 80 }, () => outcomeOf(world.ask(client, "booking")));
    await world.outcomes(before, 0);
    leave();
    const during = Array.from({ length: 80 }, () => outcomeOf(world.ask(client, "booking")));
    const outcomes = await world.outcomes(during, 10_000);
    expect(outcomes.filter((one) => one === "answered").length).toBe(LIMIT - 80);
    expect(new Set(outcomes)).toEqual(new Set(["answered", "refused by governor"]));
    expect(world.answered(429)).toBe(0);
  });

  it("is told when it is back what has happened meanwhile", async () => {
    const { store, leave, comeBack } = storeThatFails();
    const world = createLimitedWorld({ store });
    const client = world.client();
    leave();
    const during = Array.from({ length: 80 }, () => outcomeOf(world.ask(client, "booking")));
    await world.outcomes(during, 10_000);
    comeBack();
    // Past the pause in which a store that failed is left alone.
    await world.clock.advance(30_000);
    await world.ask(client, "booking");
    const others = Array.from({ length: 80 }, () =>
      outcomeOf(world.ask(world.client(), "booking")),
    );
    const outcomes = await world.outcomes(others, 10_000);
    expect(outcomes.filter((one) => one === "answered").length).toBe(LIMIT - 81);
    expect(world.answered(429)).toBe(0);
  });
});
