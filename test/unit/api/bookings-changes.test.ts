import { describe, expect, it } from "vitest";
import { createTeamWorld } from "../../helpers/team-world.ts";
import { ANN, at, createWorld } from "../../helpers/world.ts";
import { errorOf, stubbedClient } from "./stub-fetch.ts";

async function booked() {
  const world = createWorld();
  const calcom = world.client();
  const input = { eventTypeId: world.half.id, start: at("09:00"), attendee: ANN };
  const { booking } = await calcom.bookings.create(input);
  return { ...world, calcom, booking };
}

describe("a change of a booking", () => {
  it("to be moved by its attendee is done without a booking in the answer", async () => {
    const { booking, calcom, fake } = await booked();
    const result = await calcom.bookings.requestReschedule(booking.uid);
    expect(result).toEqual({ coherence: "confirmed", reconciled: false });
    expect(fake.bookings.get(booking.uid)?.status).toBe("cancelled");
  });

  it("of its attendees gives who was added", async () => {
    const { booking, calcom } = await booked();
    const bo = { name: "Bo", email: "bo@example.test", timeZone: "Europe/Berlin" };
    const { attendee, ...rest } = await calcom.bookings.addAttendee(booking.uid, bo);
    expect(attendee).toMatchObject({ ...bo, id: expect.any(Number), absent: false });
    expect(rest).toEqual({ coherence: "confirmed", reconciled: false });
    expect(() => Object.assign(attendee, { name: "x" })).toThrow(TypeError);
  });

  it("of its guests gives the booking with them", async () => {
    const { booking, calcom } = await booked();
    const guests = [{ email: "gus@example.test" }, { email: "eva@example.test", name: "Eva" }];
    const result = await calcom.bookings.addGuests(booking.uid, { guests });
    expect(result.booking.guests).toEqual(guests.map(({ email }) => email));
    expect(result.coherence).toBe("confirmed");
  });

  it("of its place gives the booking there", async () => {
    const { booking, calcom } = await booked();
    const link = "https://meet.example/1";
    const result = await calcom.bookings.updateLocation(booking.uid, { type: "link", link });
    expect(result.booking.location).toBe(link);
  });

  it("that is refused changes nothing and acknowledges nothing", async () => {
    const { booking, calcom } = await booked();
    const heard: unknown[] = [];
    calcom.on("invalidated", (event) => heard.push(event));
    const error = await errorOf(calcom.bookings.addAttendee(booking.uid, ANN));
    expect(error).toMatchObject({ code: "api_error", status: 400 });
    expect(error).not.toHaveProperty("coherence", expect.anything());
    expect(heard).toEqual([]);
  });
});

describe("a booking that is reassigned", () => {
  async function bookedTogether() {
    const world = createTeamWorld();
    const calcom = world.client({ retries: 0, invalidation: { pools: "off" } });
    const input = { eventTypeId: world.together.id, start: at("09:00"), attendee: ANN };
    const { booking } = await calcom.bookings.create(input);
    const [next] = [world.alice, world.carol].filter(({ id }) => id !== booking.hosts[0]?.id);
    return { ...world, calcom, booking, next: next as typeof world.alice };
  }

  it("has the new host in the answer, and in the booking read after it", async () => {
    const { booking, calcom, next } = await bookedTogether();
    const result = await calcom.bookings.reassign(booking.uid, { userId: next.id, reason: "ill" });
    expect(result).toMatchObject({
      booking: { uid: booking.uid, hosts: [{ id: next.id }] },
      reassignedTo: { id: next.id, email: next.email },
      coherence: "confirmed",
      reconciled: false,
    });
    expect(() => Object.assign(result.reassignedTo, { id: 0 })).toThrow(TypeError);
  });

  it("is reassigned also where it cannot be read after", async () => {
    const { booking, calcom, fake, next } = await bookedTogether();
    fake.faults.error500Before({ method: "GET", path: `/v2/bookings/${booking.uid}` });
    const result = await calcom.bookings.reassign(booking.uid);
    expect(result.booking).toBeUndefined();
    expect(result).toMatchObject({ reassignedTo: { id: next.id }, coherence: "confirmed" });
  });

  it("is noted under its new host: the next change reaches both", async () => {
    const { alice, booking, calcom, carol, fake } = await bookedTogether();
    fake.faults.error500Before({ method: "GET", path: `/v2/bookings/${booking.uid}` });
    await calcom.bookings.reassign(booking.uid);
    const tags = tagsHeard(calcom);
    await calcom.bookings.requestReschedule(booking.uid);
    expect(tags()).toEqual(expect.arrayContaining([`host:${alice.id}`, `host:${carol.id}`]));
  });

  it("cannot be when nobody else is free", async () => {
    const { booking, calcom, half, next, ofCarol } = await bookedTogether();
    const own = next.id === half.ownerId ? half : ofCarol;
    await calcom.bookings.create({ eventTypeId: own.id, start: at("09:00"), attendee: ANN });
    const error = await errorOf(calcom.bookings.reassign(booking.uid));
    expect(error).toMatchObject({ code: "api_error", status: 400 });
  });
});

function tagsHeard(calcom: ReturnType<typeof createTeamWorld>["calcom"]) {
  const heard: string[] = [];
  calcom.on("invalidated", ({ tags }) => heard.splice(0, heard.length, ...tags));
  return () => heard;
}

describe("what is sent", () => {
  const answer = {
    data: {
      ...{ id: 9, uid: "u", status: "accepted", start: at("09:00"), end: at("09:30") },
      ...{ hosts: [{ id: 1 }], attendees: [], reassignedTo: { id: 2 } },
    },
    status: "success",
  };
  type Calcom = ReturnType<typeof stubbedClient>["calcom"];
  const sent = async (
    send: (bookings: Calcom["bookings"]) => Promise<unknown>,
    deployment: "hosted" | "selfHosted" = "hosted",
  ) => {
    const { calcom, requests } = stubbedClient(() => Response.json(answer), { deployment });
    await send(calcom.bookings);
    const [request] = requests as [Request];
    const text = await request.text();
    return {
      method: request.method,
      path: new URL(request.url).pathname.replace("/v2/bookings/u/", ""),
      version: request.headers.get("cal-api-version"),
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
  const version = "2026-02-25";

  it("asks for another time with a reason", async () => {
    const input = { rescheduleReason: "ill" };
    expect(await sent((bookings) => bookings.requestReschedule("u", input))).toEqual({
      ...{ method: "POST", path: "request-reschedule", version, body: input },
    });
  });

  it("has no body where nobody is named to take a booking over (recording 0250)", async () => {
    expect(await sent((bookings) => bookings.reassign("u"))).toEqual({
      ...{ method: "POST", path: "reassign", version, body: undefined },
    });
  });

  it("names who takes a booking over in the path", async () => {
    const input = { userId: 7, reason: "ill" };
    expect(await sent((bookings) => bookings.reassign("u", input))).toEqual({
      ...{ method: "POST", path: "reassign/7", version, body: { reason: "ill" } },
    });
  });

  it("is the people as they were given", async () => {
    const ann = { ...ANN, email: "ann@example.test", phoneNumber: "+491701234567", newer: 1 };
    expect(await sent((bookings) => bookings.addAttendee("u", ann))).toEqual({
      ...{ method: "POST", path: "attendees", version, body: ann },
    });
    const guests = { guests: [{ email: "gus@example.test", language: "de", newer: 1 }] };
    expect(await sent((bookings) => bookings.addGuests("u", guests))).toEqual({
      ...{ method: "POST", path: "guests", version, body: guests },
    });
  });

  it.each(["hosted", "selfHosted"] as const)(
    "moves a place with the version documented for it (%s)",
    async (deployment) => {
      const location = { type: "address", address: "1 Test Street" } as const;
      expect(await sent((bookings) => bookings.updateLocation("u", location), deployment)).toEqual({
        ...{ method: "PATCH", path: "location", version: "2024-08-13", body: { location } },
      });
    },
  );
});

describe("input that cannot be meant", () => {
  const guest = { email: "gus@example.test" };
  it.each<[string, (bookings: ReturnType<typeof createBookings>) => Promise<unknown>, string]>([
    ["no guests", (all) => all.addGuests("u", { guests: [] }), "guests"],
    ["an eleventh guest", (all) => all.addGuests("u", { guests: Array(11).fill(guest) }), "guests"],
    [
      "a guest without address",
      (all) => all.addGuests("u", { guests: [guest, { name: "x" } as never] }),
      "guests.1.email",
    ],
    [
      "an attendee without address",
      (all) => all.addAttendee("u", { name: "x", timeZone: "UTC" } as never),
      "email",
    ],
    ["a user who is no number", (all) => all.reassign("u", { userId: "7" } as never), "userId"],
    ["a reason for nobody", (all) => all.reassign("u", { reason: "ill" } as never), "userId"],
    ["a place of no kind", (all) => all.updateLocation("u", { type: "moon" } as never), "type"],
    ["a link without one", (all) => all.updateLocation("u", { type: "link" } as never), "link"],
    ["a seat without a name", (all) => all.getBySeat(""), "(the whole value)"],
    ["an empty uid", (all) => all.requestReschedule(""), "(the whole value)"],
    ["dots for a uid", (all) => all.attendees(".."), "(the whole value)"],
  ])("%s is refused before anything is sent", async (_case, call, path) => {
    const { calcom, requests } = stubbedClient(() => Response.json({}));
    const error = await errorOf(call(calcom.bookings));
    expect(error).toMatchObject({ code: "invalid_input", path });
    expect(requests).toHaveLength(0);
  });
});

function createBookings() {
  return createWorld().client().bookings;
}
