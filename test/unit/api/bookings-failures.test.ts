import { describe, expect, it } from "vitest";
import {
  CalcomApiError,
  NetworkError,
  RateLimitError,
  SlotTakenError,
  UnknownOutcomeError,
} from "../../../src/index.ts";
import { deferred } from "../../helpers/deferred.ts";
import { ANN, at, createWorld, sourceOf, warm } from "../../helpers/world.ts";
import { brokenConnection, errorOf } from "./stub-fetch.ts";

/** A warm client whose writes end as told; reads go to the fake. */
async function warmWorld(write: (request: Request) => Response | Promise<Response>) {
  const world = createWorld();
  const writes: Request[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.method !== "POST") return world.fake.fetch(request);
    writes.push(request);
    return write(request);
  };
  const calcom = world.client({ fetch });
  await warm(calcom, world.half.id, world.hour.id);
  const input = { eventTypeId: world.half.id, start: at("09:00"), attendee: ANN };
  const sources = async () => [
    await sourceOf(calcom, world.half.id),
    await sourceOf(calcom, world.hour.id),
  ];
  return { ...world, calcom, writes, input, sources, fetch };
}

const json = (status: number, body: unknown) => Response.json(body, { status });

describe("a time that is gone", () => {
  it("is a SlotTakenError whose invalidation is confirmed", async () => {
    const { half, hour, client, fake } = createWorld();
    const calcom = client();
    await warm(calcom, half.id, hour.id);
    await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    const error = await errorOf(calcom.bookings.create(input));
    expect(error).toBeInstanceOf(SlotTakenError);
    expect(error).toMatchObject({ code: "slot_taken", coherence: "confirmed", status: 400 });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ coherence: "confirmed" });
    expect(await sourceOf(calcom, half.id)).toBe("origin");
    expect(await sourceOf(calcom, hour.id)).toBe("origin");
  });

  it.each([
    [409, "booking_conflict_error"],
    [409, "No more seats left at this seated booking."],
    [400, "One of the hosts either already has booking at this time or is not available"],
  ])("%i %s orphans what listed it", async (statusCode, message) => {
    const { calcom, input, sources } = await warmWorld(() =>
      json(statusCode, { statusCode, message }),
    );
    const error = await errorOf(calcom.bookings.create(input));
    expect(error).toMatchObject({ code: "slot_taken", coherence: "confirmed" });
    expect(await sources()).toEqual(["origin", "origin"]);
  });

  it("when a booking is moved is one too", async () => {
    const { half, client, fake } = createWorld();
    const calcom = client();
    const input = { eventTypeId: half.id, start: at("09:00"), attendee: ANN };
    const { booking } = await calcom.bookings.create(input);
    await warm(calcom, half.id);
    await fake.bookings.book({ eventTypeId: half.id, start: at("11:00") });
    const error = await errorOf(calcom.bookings.reschedule(booking.uid, { start: at("11:00") }));
    expect(error).toMatchObject({ code: "slot_taken", coherence: "confirmed" });
    expect(await sourceOf(calcom, half.id)).toBe("origin");
  });

  it("by a booking limit orphans what listed it as well", async () => {
    const { calcom, input, sources } = await warmWorld(() =>
      json(401, { statusCode: 401, message: "booking_limit_reached" }),
    );
    const error = await errorOf(calcom.bookings.create(input));
    expect(error).toMatchObject({ code: "booking_limit_reached", coherence: "confirmed" });
    expect(await sources()).toEqual(["origin", "origin"]);
  });
});

describe("a refusal changes nothing", () => {
  it.each<[number, new (...args: never[]) => Error]>([
    [400, CalcomApiError],
    [401, CalcomApiError],
    [403, CalcomApiError],
    [404, CalcomApiError],
    [422, CalcomApiError],
    [429, RateLimitError],
  ])("%i leaves the cache warm and acknowledges nothing", async (status, expected) => {
    const { calcom, input, sources, writes } = await warmWorld(() =>
      json(status, { error: { code: "X", message: "no" } }),
    );
    const error = (await errorOf(calcom.bookings.create(input))) as CalcomApiError;
    expect(error.constructor).toBe(expected);
    expect(error.status).toBe(status);
    expect(error.coherence).toBeUndefined();
    expect(await sources()).toEqual(["cache", "cache"]);
    expect(writes).toHaveLength(1);
  });

  it("nor does a connection that was never made", async () => {
    const { calcom, input, sources } = await warmWorld(() =>
      Promise.reject(brokenConnection("ECONNREFUSED")),
    );
    const error = (await errorOf(calcom.bookings.create(input))) as NetworkError;
    expect(error).toBeInstanceOf(NetworkError);
    expect(error.mayHaveArrived).toBe(false);
    expect(error.coherence).toBeUndefined();
    expect(await sources()).toEqual(["cache", "cache"]);
  });

  it("nor does a signal that has aborted before", async () => {
    const { calcom, input, sources, writes } = await warmWorld(() => json(500, {}));
    const signal = AbortSignal.abort("too late");
    expect(await errorOf(calcom.bookings.create(input, { signal }))).toBe("too late");
    expect(writes).toHaveLength(0);
    expect(await sources()).toEqual(["cache", "cache"]);
  });
});

describe("an outcome nobody knows", () => {
  it.each<[string, () => Response | Promise<Response>, object]>([
    ["500", () => json(500, { statusCode: 500, message: "x" }), { status: 500 }],
    ["504 with a page", () => new Response("<html>", { status: 504 }), { status: 504 }],
    ["408", () => json(408, {}), { status: 408 }],
    ["a page for an answer", () => new Response("<html>", { status: 201 }), { status: 201 }],
    ["an answer of another shape", () => json(201, { data: { id: 1 } }), { status: 201 }],
    ["no body", () => new Response(null, { status: 204 }), { status: 204 }],
    ["a cut connection", () => Promise.reject(brokenConnection("ECONNRESET")), {}],
    [
      "a broken body",
      () =>
        new Response(new ReadableStream({ start: (c) => c.error(new TypeError("terminated")) })),
      {},
    ],
  ])("%s", async (_case, write, details) => {
    const { calcom, input, sources, writes } = await warmWorld(write);
    const error = await errorOf(calcom.bookings.create(input));
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({ code: "unknown_outcome", coherence: "confirmed", ...details });
    expect((error as Error).cause).toBeInstanceOf(Error);
    expect((error as Error).message).toContain("bookings.create");
    expect(writes).toHaveLength(1);
    expect(await sources()).toEqual(["origin", "origin"]);
  });

  it("keeps what it may contradict uncached until its fence has ended", async () => {
    const { calcom, input, sources, clock } = await warmWorld(() => json(500, {}));
    await errorOf(calcom.bookings.create(input));
    await clock.advance(69_999);
    await sources();
    expect(await sources()).toEqual(["origin", "origin"]);
    await clock.advance(1);
    await sources();
    expect(await sources()).toEqual(["cache", "cache"]);
  });

  it("is what a deadline leaves, per call or per client", async () => {
    let sent = deferred();
    const { calcom, input, clock } = await warmWorld(() => {
      sent.resolve();
      return new Promise(() => undefined);
    });
    const short = errorOf(calcom.bookings.create(input, { timeoutMs: 40 }));
    await sent.promise;
    await clock.advance(40);
    expect(await short).toMatchObject({
      code: "unknown_outcome",
      coherence: "confirmed",
      cause: { code: "timeout", timeoutMs: 40 },
    });
    sent = deferred();
    const long = errorOf(calcom.bookings.create(input));
    await sent.promise;
    await clock.advance(10_000);
    expect(await long).toMatchObject({ code: "unknown_outcome", cause: { timeoutMs: 10_000 } });
  });

  it("is what an abort leaves that came after the sending", async () => {
    const sent = deferred();
    const { calcom, input, sources } = await warmWorld(() => {
      sent.resolve();
      return new Promise(() => undefined);
    });
    const controller = new AbortController();
    const write = errorOf(calcom.bookings.create(input, { signal: controller.signal }));
    await sent.promise;
    const reason = new Error("hung up");
    controller.abort(reason);
    const error = (await write) as UnknownOutcomeError;
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error.cause).toBe(reason);
    expect(error.coherence).toBe("confirmed");
    expect(await sources()).toEqual(["origin", "origin"]);
  });

  it("is what cancel and reschedule leave too", async () => {
    const { calcom } = await warmWorld(() => json(502, {}));
    for (const write of [
      calcom.bookings.cancel("u"),
      calcom.bookings.reschedule("u", { start: at("09:00") }),
    ]) {
      expect(await errorOf(write)).toMatchObject({ code: "unknown_outcome", status: 502 });
    }
  });
});
