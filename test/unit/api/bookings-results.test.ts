import { describe, expect, it } from "vitest";
import { type Booking, SchemaError } from "../../../src/index.ts";
import { recording } from "../../conformance/recordings.ts";
import { ANN, at, createWorld, sourceOf, warm } from "../../helpers/world.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

const answer = (overrides: object = {}) => ({
  id: 9,
  uid: "uid-9",
  status: "accepted",
  start: at("09:00"),
  end: at("09:30"),
  eventTypeId: 1,
  hosts: [{ id: 1, email: "alice@example.test" }],
  attendees: [{ ...ANN, newerField: 1 }],
  ...overrides,
});
const CREATE = { eventTypeId: 1, start: at("09:00"), attendee: ANN };

describe("a booking", () => {
  it("is made, and the cache knows it before the call resolves", async () => {
    const { half, client, fake } = createWorld();
    const calcom = client();
    await warm(calcom, half.id);
    const result = await calcom.bookings.create({ ...CREATE, eventTypeId: half.id });
    expect(result).toMatchObject({ coherence: "confirmed", reconciled: false });
    expect(result).not.toHaveProperty("occurrences");
    expect(fake.bookings.get(result.booking.uid)?.status).toBe("accepted");
    expect(await sourceOf(calcom, half.id)).toBe("origin");
  });

  it("is read as it is now, never from the cache", async () => {
    const { half, client, fake } = createWorld();
    const calcom = client();
    const { uid } = await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
    expect((await calcom.bookings.get(uid)).status).toBe("accepted");
    await fake.bookings.cancel(uid);
    expect((await calcom.bookings.get(uid)).status).toBe("cancelled");
  });

  it("moves to a new uid", async () => {
    const { half, client, fake } = createWorld();
    const calcom = client();
    const { booking } = await calcom.bookings.create({ ...CREATE, eventTypeId: half.id });
    const moved = await calcom.bookings.reschedule(booking.uid, { start: at("11:00") });
    expect(moved).toMatchObject({ coherence: "confirmed", reconciled: false });
    expect(moved.booking.rescheduledFromUid).toBe(booking.uid);
    expect(fake.bookings.get(booking.uid)?.status).toBe("cancelled");
    expect(fake.bookings.get(moved.booking.uid)?.start).toBe(Date.parse(at("11:00")));
  });

  it("is called off, with and without a reason", async () => {
    const { half, client } = createWorld();
    const calcom = client();
    const uids = [];
    for (const start of [at("09:00"), at("10:00")]) {
      const { booking } = await calcom.bookings.create({ ...CREATE, eventTypeId: half.id, start });
      uids.push(booking.uid);
    }
    const results = [
      await calcom.bookings.cancel(uids[0] as string),
      await calcom.bookings.cancel(uids[1] as string, { cancellationReason: "ill" }),
    ];
    for (const { booking, coherence, reconciled } of results) {
      expect([booking.status, coherence, reconciled]).toEqual(["cancelled", "confirmed", false]);
    }
  });

  it("cannot be changed by whoever got it, and keeps the fields nobody knows", async () => {
    const { calcom } = stubbedClient(() => Response.json({ data: answer({ extra: { a: 1 } }) }));
    const { booking } = await calcom.bookings.create(CREATE);
    const read = await calcom.bookings.get("uid-9");
    for (const one of [booking, read]) {
      expect(one).toEqual(answer({ extra: { a: 1 } }));
      expect(() => Object.assign(one, { status: "x" })).toThrow(TypeError);
      expect(() => Object.assign(one.attendees[0] as object, { email: "x" })).toThrow(TypeError);
      expect(() => Object.assign(one.extra as object, { a: 2 })).toThrow(TypeError);
    }
  });

  it("is understood as a real server answers it", async () => {
    const { response } = recording("0113");
    const { calcom } = stubbedClient(() => Response.json(response.body));
    const { data } = response.body as { data: Booking };
    expect(await calcom.bookings.get(data.uid)).toEqual(data);
  });
});

describe("a series", () => {
  const series = ["a", "b", "c"].map((uid, week) =>
    answer({ uid, start: `2026-12-${String(7 + 7 * week).padStart(2, "0")}T09:00:00.000Z` }),
  );

  it("gives its first occurrence and all of them", async () => {
    const { calcom } = stubbedClient(() => Response.json({ data: series }, { status: 201 }));
    const result = await calcom.bookings.create(CREATE);
    expect(result.booking.uid).toBe("a");
    expect(result.occurrences).toEqual(series);
    expect(result.coherence).toBe("confirmed");
    expect(() => (result.occurrences as Booking[]).pop()).toThrow(TypeError);
  });

  it("reaches the hosts of every occurrence", async () => {
    const hosts = series.map((one, index) => ({ ...one, hosts: [{ id: 70 + index }] }));
    const { calcom } = stubbedClient(() => Response.json({ data: hosts }, { status: 201 }));
    const tags: string[] = [];
    calcom.on("invalidated", (event) => tags.push(...event.tags));
    await calcom.bookings.create(CREATE);
    expect(tags).toEqual(expect.arrayContaining(["host:70", "host:71", "host:72"]));
  });

  it("without any occurrence is no answer", async () => {
    const { calcom } = stubbedClient(() => Response.json({ data: [] }, { status: 201 }));
    expect(await errorOf(calcom.bookings.create(CREATE))).toMatchObject({
      code: "unknown_outcome",
      cause: { code: "invalid_response" },
    });
  });
});

describe("what is sent", () => {
  const sent = async (send: (calcom: ReturnType<typeof stubbedClient>["calcom"]) => unknown) => {
    const { calcom, requests } = stubbedClient(() => Response.json({ data: answer() }));
    await send(calcom);
    expect(requests).toHaveLength(1);
    const [request] = requests as [Request];
    expect(request.headers.get("cal-api-version")).toBe("2024-08-13");
    const body = request.method === "GET" ? undefined : await request.json();
    return { method: request.method, path: new URL(request.url).pathname, body };
  };

  it("is the input with the start as an instant, a nonce, and fields nobody knows", async () => {
    const input = { ...CREATE, start: "2026-12-07T10:00:00+01:00", newerField: [1] };
    expect(await sent((calcom) => calcom.bookings.create(input))).toEqual({
      method: "POST",
      path: "/v2/bookings",
      body: { ...input, start: at("09:00"), metadata: { calcomCoherentNonce: expect.any(String) } },
    });
  });

  it("reads a start without a zone as UTC", async () => {
    const { body } = await sent((calcom) =>
      calcom.bookings.reschedule("u", { start: "2026-12-07T09:00" }),
    );
    expect(body).toEqual({ start: at("09:00") });
  });

  it("is an empty body for a plain cancel", async () => {
    expect(await sent((calcom) => calcom.bookings.cancel("u"))).toEqual({
      method: "POST",
      path: "/v2/bookings/u/cancel",
      body: {},
    });
  });

  it("has the uid encoded, so that it cannot reach another route", async () => {
    const uid = "a/b?c#d é%2F";
    const encoded = "/v2/bookings/a%2Fb%3Fc%23d%20%C3%A9%252F";
    expect((await sent((calcom) => calcom.bookings.get(uid))).path).toBe(encoded);
    expect((await sent((calcom) => calcom.bookings.cancel(uid))).path).toBe(`${encoded}/cancel`);
    const move = await sent((calcom) => calcom.bookings.reschedule(uid, { start: at("09:00") }));
    expect(move.path).toBe(`${encoded}/reschedule`);
  });
});

describe("input that cannot be meant", () => {
  const { attendee, ...noAttendee } = CREATE;
  it.each<[string, unknown, string]>([
    ["no event type", { start: CREATE.start, attendee }, "eventTypeId"],
    ["a date for a start", { ...CREATE, start: "2026-12-07" }, "start"],
    ["an impossible start", { ...CREATE, start: "2026-02-30T09:00:00Z" }, "start"],
    ["no attendee", noAttendee, "attendee"],
    ["an attendee without a name", { ...CREATE, attendee: { ...ANN, name: "" } }, "attendee.name"],
    [
      "no such zone",
      { ...CREATE, attendee: { ...ANN, timeZone: "Mars/Base" } },
      "attendee.timeZone",
    ],
    ["a guest who is no text", { ...CREATE, guests: ["a@b.test", 7] }, "guests.1"],
  ])("%s is refused by create", async (_case, input, path) => {
    const { calcom, requests } = stubbedClient(() => Response.json({ data: answer() }));
    const error = await errorOf(calcom.bookings.create(input as typeof CREATE));
    expect(error).toBeInstanceOf(SchemaError);
    expect(error).toMatchObject({ code: "invalid_input", path });
    expect(error).not.toHaveProperty("coherence", expect.anything());
    expect(requests).toHaveLength(0);
  });

  it("an empty uid is refused by every call that takes one", async () => {
    const { calcom, requests } = stubbedClient(() => Response.json({ data: answer() }));
    const { bookings } = calcom;
    for (const call of [
      () => bookings.get(""),
      () => bookings.cancel(""),
      () => bookings.reschedule("", { start: at("09:00") }),
      () => bookings.get(undefined as never),
    ]) {
      expect(await errorOf(call())).toMatchObject({ code: "invalid_input" });
    }
    expect(requests).toHaveLength(0);
  });

  it("keeps the cache warm", async () => {
    const { half, client } = createWorld();
    const calcom = client();
    await warm(calcom, half.id);
    await errorOf(calcom.bookings.create({ ...CREATE, eventTypeId: half.id, start: "soon" }));
    expect(await sourceOf(calcom, half.id)).toBe("cache");
  });
});
