import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../src/index.ts";
import { type ChangesHandlerOptions, createChangesHandler } from "../../../src/slots-http/index.ts";
import { eventsOf } from "../../helpers/event-reader.ts";
import { createTeller } from "../../helpers/teller.ts";

const URL = "https://app.example/changes?eventTypeId=1";

function createHandler(options: Partial<ChangesHandlerOptions> = {}) {
  const teller = createTeller();
  const answer = createChangesHandler(teller.source, { eventTypeIds: [1, 2, 3], ...options });
  const ask = (url = URL, init: RequestInit = {}) => answer(new Request(url, init));
  return {
    teller,
    ask,
    open: async (known?: string) =>
      eventsOf(await ask(URL, known === undefined ? {} : { headers: { "last-event-id": known } })),
  };
}

describe("a stream of changes", () => {
  it("may be kept by nobody, and is held up by no proxy", async () => {
    const { status, headers, body } = await createHandler().ask();
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toEqual({
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
    await body?.cancel();
  });

  it("begins by saying when to come back, not at the same time for all", async () => {
    const { open } = createHandler();
    const said = await Promise.all(Array.from({ length: 20 }, async () => (await open()).block()));
    const pauses = said.map((line) => Number(/^retry: (\d+)$/.exec(line ?? "")?.[1]));
    for (const ms of pauses) expect(ms >= 1_000 && ms <= 3_000).toBe(true);
    expect(new Set(pauses).size).toBeGreaterThan(1);
  });

  it("tells a page to ask again at first and after every change", async () => {
    const { open, teller } = createHandler();
    const events = await open();
    teller.tell("one");
    expect(await events.next()).toEqual({ event: "version", id: "one" });
    teller.tell("two");
    expect(await events.next()).toEqual({ event: "version", id: "two" });
  });

  it("tells a page that comes back whether it has missed anything", async () => {
    const { open, teller } = createHandler();
    const [same, other] = [await open("one"), await open("zero")];
    teller.tell("one");
    expect(teller.knowns).toEqual(["one", "zero"]);
    expect(await same.next()).toEqual({ event: "beat" });
    expect(await other.next()).toEqual({ event: "version", id: "one" });
    teller.tell("two");
    expect(await same.next()).toEqual({ event: "version", id: "two" });
  });

  it.each(["one\nevent: version", "", "é".repeat(4_000), "-1"])(
    "tells a page the version whose last one is none: %j",
    async (known) => {
      const { teller, ask } = createHandler();
      const headers = { "last-event-id": encodeURI(known) };
      const events = eventsOf(await ask(URL, { headers }));
      teller.tell("one");
      expect(await events.next()).toEqual({ event: "version", id: "one" });
    },
  );

  it("does not have a page ask again for what only has another name", async () => {
    const { open, teller } = createHandler();
    const events = await open();
    teller.tell("one");
    await events.next();
    teller.tell("other name", false);
    expect(await events.next()).toEqual({ event: "beat" });
    teller.tell("two");
    expect(await events.next()).toEqual({ event: "version", id: "two" });
  });

  it("says when nobody knows, and that nothing was missed when nothing was", async () => {
    const { open, teller } = createHandler();
    const events = await open();
    teller.tell("one");
    await events.next();
    teller.tell(undefined);
    expect(await events.next()).toEqual({ event: "unknown" });
    teller.tell("one", false);
    expect(await events.next()).toEqual({ event: "beat" });
    teller.tell(undefined);
    expect(await events.next()).toEqual({ event: "unknown" });
    teller.tell("two");
    expect(await events.next()).toEqual({ event: "version", id: "two" });
  });

  it("has a page ask again that was never told a version, whatever has changed", async () => {
    const { open, teller } = createHandler();
    const events = await open();
    teller.tell(undefined);
    expect(await events.next()).toEqual({ event: "unknown" });
    teller.tell("one");
    expect(await events.next()).toEqual({ event: "version", id: "one" });
  });
});

describe("signs of life", () => {
  it("come as often as was said, and only after a look", async () => {
    const { open, teller } = createHandler({ beatMs: 10_000 });
    const events = await open();
    teller.tell("one");
    await events.next();
    let beats = 0;
    void (async () => {
      while ((await events.next())?.event === "beat") beats += 1;
    })();
    await teller.pass(60_000);
    expect(beats).toBe(6);
    // Nobody looks any more: of what nobody knows nothing is said.
    await teller.clock.advance(600_000);
    expect(beats).toBe(6);
  });

  it("say that nobody knows for as long as nobody does", async () => {
    const { open, teller } = createHandler({ beatMs: 10_000 });
    const events = await open();
    teller.tell(undefined);
    expect(await events.next()).toEqual({ event: "unknown" });
    await teller.pass(10_000);
    expect(await events.next()).toEqual({ event: "unknown" });
  });

  it("are not given to a slow reader for a look long ago", async () => {
    const { open, teller } = createHandler({ beatMs: 10_000 });
    const events = await open();
    teller.tell("one");
    await events.next();
    await teller.pass(20_000);
    await teller.clock.advance(60_000);
    const next = events.next();
    let told: unknown;
    void next.then((event) => {
      told = event;
    });
    await teller.clock.advance(1_000);
    expect(told).toBeUndefined();
    await teller.pass(2_000);
    expect(await next).toEqual({ event: "beat" });
  });
});

describe("a slow reader", () => {
  it("is told what is so, not what has happened, and keeps nothing waiting", async () => {
    const { ask, teller } = createHandler();
    const response = await ask();
    for (let times = 0; times < 100_000; times++) teller.tell(`version-${times}`);
    const events = eventsOf(response);
    expect(await events.block()).toMatch(/^retry/);
    expect(await events.next()).toEqual({ event: "version", id: "version-99999" });
    await teller.pass(10_000);
    expect(await events.next()).toEqual({ event: "beat" });
  });

  it("is told of a change that has come and gone out of sight", async () => {
    const { open, teller } = createHandler();
    const events = await open();
    teller.tell("one");
    await events.next();
    teller.tell("two");
    teller.tell(undefined);
    teller.tell("two", false);
    expect(await events.next()).toEqual({ event: "version", id: "two" });
  });
});

describe("what is asked wrongly", () => {
  it.each([
    ["nothing", "", 400, "bad_question"],
    ["an event type that is nobody's business", "?eventTypeId=9", 404, "not_found"],
    ["one of several that is not", "?eventTypeId=1&eventTypeId=9", 404, "not_found"],
    ["another spelling", "?eventTypeId=1.0", 404, "not_found"],
    ["a word", "?eventTypeId=constructor", 404, "not_found"],
  ] as const)("%s is refused", async (_name, query, status, code) => {
    const { ask, teller } = createHandler();
    const response = await ask(`https://app.example/changes${query}`);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ status, code });
    expect(teller.watchers).toBe(0);
  });

  it("more event types than a page shows are refused", async () => {
    const ids = Array.from({ length: 51 }, (_, index) => index + 1);
    const { ask, teller } = createHandler({ eventTypeIds: ids });
    const query = (count: number) => `?eventTypeId=${ids.slice(0, count).join("&eventTypeId=")}`;
    expect((await ask(`https://app.example/${query(51)}`)).status).toBe(400);
    expect((await ask(`https://app.example/${query(50)}`)).status).toBe(200);
    expect(teller.watchers).toBe(1);
  });

  it.each(["HEAD", "POST", "DELETE", "OPTIONS"])("%s is refused", async (method) => {
    const response = await createHandler().ask(URL, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET");
  });
});

it.each([
  { beatMs: 0 },
  { beatMs: Number.NaN },
  { maxStreams: 0 },
  { maxStreams: Number.NaN },
  { eventTypeIds: [0] },
  { eventTypeIds: undefined as unknown as number[] },
])("refuses options that cannot work: %j", (options) => {
  expect(() => createHandler(options)).toThrow(ConfigurationError);
});

it("watches each event type once", async () => {
  const { ask, teller } = createHandler();
  await ask(`${URL}&eventTypeId=3&eventTypeId=1`);
  expect(teller.targets).toEqual([[{ eventTypeId: 1 }, { eventTypeId: 3 }]]);
});

describe("the end of a stream", () => {
  it.each<[string, (world: ReturnType<typeof createHandler>, control: AbortController) => void]>([
    ["the client's close", ({ teller }) => teller.close()],
    ["the request's abort", (_world, control) => control.abort()],
  ])("by %s ends it once, and nobody watches any more", async (_name, end) => {
    const world = createHandler();
    const control = new AbortController();
    const events = eventsOf(await world.ask(URL, { signal: control.signal }));
    world.teller.tell("one");
    await events.next();
    const waiting = events.next();
    end(world, control);
    expect(await waiting).toBeUndefined();
    control.abort();
    world.teller.close();
    expect(world.teller.watchers).toBe(0);
    expect(world.teller.counts.stops).toBe(1);
  });

  it("by the reader ends it once", async () => {
    const { ask, teller } = createHandler();
    const control = new AbortController();
    const events = eventsOf(await ask(URL, { signal: control.signal }));
    teller.tell("one");
    await events.next();
    await events.cancel();
    expect(teller.watchers).toBe(0);
    control.abort();
    expect(teller.counts.stops).toBe(1);
  });

  it("comes at once where nobody waits for an answer any more", async () => {
    const { ask, teller } = createHandler();
    const events = eventsOf(await ask(URL, { signal: AbortSignal.abort() }));
    expect(teller.watchers).toBe(0);
    expect(await events.next()).toBeUndefined();
  });
});

describe("too many streams", () => {
  it("are sent away for a while, until others have ended", async () => {
    const { ask, open, teller } = createHandler({ maxStreams: 2 });
    const [first] = [await open(), await open()];
    const refused = await ask();
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(await refused.json()).toMatchObject({ status: 503, code: "busy" });
    expect(teller.watchers).toBe(2);
    await first.cancel();
    expect((await ask()).status).toBe(200);
  });

  it("are a thousand where nobody has said otherwise", async () => {
    const { ask, teller } = createHandler();
    for (let count = 0; count < 1_000; count++) expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(503);
    teller.close();
    expect(teller.watchers).toBe(0);
  });
});

it("sends pages away after the client was closed", async () => {
  const { ask, teller } = createHandler({ maxStreams: 1 });
  teller.close();
  for (let times = 0; times < 3; times++) {
    const response = await ask();
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("10");
    // None of them counts as a stream.
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining("end") });
  }
  expect(teller.watchers).toBe(0);
});
