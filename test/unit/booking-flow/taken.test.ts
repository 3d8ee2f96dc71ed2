import { describe, expect, it } from "vitest";
import {
  type AlternativesOptions,
  ConfigurationError,
  type CreateBookingInput,
  SlotTakenError,
} from "../../../src/index.ts";
import { createTeamWorld } from "../../helpers/team-world.ts";
import { ANN, at, createWorld, DAY, warm } from "../../helpers/world.ts";
import { errorOf } from "../api/stub-fetch.ts";

const BEN = { name: "Ben", email: "ben@example.test", timeZone: "UTC" };

async function refusedBy(writing: Promise<unknown>): Promise<SlotTakenError> {
  const error = await errorOf(writing);
  expect(error).toBeInstanceOf(SlotTakenError);
  return error as SlotTakenError;
}

const timesLeft = async (error: SlotTakenError, options?: AlternativesOptions) =>
  (await error.alternatives(options)).slots.map(({ start }) => start.slice(11, 16));

/** Ann has 12:00, and Ben has just been refused. */
async function takenWorld(world = createWorld()) {
  const { client, fake, half } = world;
  const calcom = client();
  await warm(calcom, half.id);
  fake.bookings.add({ eventTypeId: half.id, start: at("12:00") });
  const book = (more: Partial<CreateBookingInput> = {}) =>
    calcom.bookings.create({
      ...{ eventTypeId: half.id, start: at("12:00"), attendee: BEN },
      ...more,
    } as CreateBookingInput);
  const asked = () => fake.requests.filter(({ path }) => path === "/v2/slots").length;
  return { ...world, asked, book, calcom };
}

/** The same, beside an event type of 30 minutes that can be booked for 60. */
async function lengthsWorld() {
  const world = createWorld();
  const { alice, fake } = world;
  const { id } = fake.eventTypes.add({
    ...{ ownerId: alice.id, lengthInMinutes: 30, lengthInMinutesOptions: [30, 60] },
  } as Parameters<typeof fake.eventTypes.add>[0]);
  return { ...(await takenWorld(world)), id };
}

async function minutesLeft(error: SlotTakenError): Promise<number> {
  const [slot] = (await error.alternatives({ max: 1 })).slots;
  return (Date.parse(slot?.end ?? "") - Date.parse(slot?.start ?? "")) / 60_000;
}

describe("a booking that is refused", () => {
  it("tells what is left, by one call", async () => {
    const { asked, book } = await takenWorld();
    const error = await refusedBy(book());
    const before = asked();
    expect(await timesLeft(error)).toEqual(["11:30", "12:30", "11:00"]);
    expect(asked()).toBe(before + 1);
  });

  it("asks nothing until it is asked", async () => {
    const { asked, book } = await takenWorld();
    const before = asked();
    await refusedBy(book());
    expect(asked()).toBe(before);
  });

  it("asks each time, whatever is cached", async () => {
    const { asked, book } = await takenWorld();
    const error = await refusedBy(book());
    const before = asked();
    await timesLeft(error);
    await timesLeft(error);
    expect(asked()).toBe(before + 2);
  });

  it("takes how many, how far, and the zone", async () => {
    const { book } = await takenWorld();
    const error = await refusedBy(book());
    const { slots } = await error.alternatives({
      ...{ max: 2, within: { days: 1 }, timeZone: "Europe/Berlin" },
    });
    expect(slots.map(({ start }) => start)).toEqual([
      `${DAY}T12:30:00.000+01:00`,
      `${DAY}T13:30:00.000+01:00`,
    ]);
  });

  it.each([{ max: 0 }, { near: at("09:00") }, { eventTypeId: 7 }, null])(
    "refuses %j",
    async (options) => {
      const { book } = await takenWorld();
      const error = await refusedBy(book());
      const asking = error.alternatives(options as never);
      await expect(asking).rejects.toMatchObject({ code: "invalid_input" });
    },
  );

  it("never tells the time that was refused, whatever Cal.com lists", async () => {
    const { book, fake } = await takenWorld();
    const error = await refusedBy(book());
    for (const { uid } of fake.bookings.list()) await fake.bookings.cancel(uid);
    expect(await timesLeft(error)).toEqual(["11:30", "12:30", "11:00"]);
  });

  it("tells of the event type behind a slug", async () => {
    const { book } = await takenWorld();
    const slug = { eventTypeId: undefined, eventTypeSlug: "half", username: "alice" };
    expect(await timesLeft(await refusedBy(book(slug as never)))).toEqual([
      "11:30",
      "12:30",
      "11:00",
    ]);
  });

  it("tells of times of the length that was wanted", async () => {
    const { book, id } = await lengthsWorld();
    const error = await refusedBy(book({ eventTypeId: id, lengthInMinutes: 60 }));
    expect(await minutesLeft(error)).toBe(60);
  });

  it("tells of what was wanted, although the input says something else by now", async () => {
    const { calcom, half, hour } = await takenWorld();
    const input = { eventTypeId: half.id, start: at("12:00"), attendee: BEN };
    const error = await refusedBy(calcom.bookings.create(input));
    Object.assign(input, { eventTypeId: hour.id, start: at("15:00") });
    expect(await timesLeft(error)).toEqual(["11:30", "12:30", "11:00"]);
  });

  it("tells what is left after changes since", async () => {
    const { book, calcom, half } = await takenWorld();
    const error = await refusedBy(book());
    await error.alternatives();
    await calcom.bookings.create({ eventTypeId: half.id, start: at("12:30"), attendee: ANN });
    expect(await timesLeft(error)).toEqual(["11:30", "11:00", "13:00"]);
  });

  it("is told what is new although Cal.com keeps slots for two seconds", async () => {
    const world = createWorld({ profile: "hosted" });
    const { book, calcom, fake, half } = await takenWorld(world);
    await calcom.slots.alternatives({ eventTypeId: half.id, near: at("12:00") });
    fake.bookings.add({ eventTypeId: half.id, start: at("12:30") });
    expect(await timesLeft(await refusedBy(book()))).toEqual(["11:30", "11:00", "13:00"]);
  });

  it("tells what is left when the store has not confirmed the invalidation", async () => {
    const world = createWorld();
    const { store } = world;
    let isAway = false;
    const unsure = {
      read: store.read.bind(store),
      ensure: store.ensure.bind(store),
      write: store.write.bind(store),
      apply: (steps: never) => (isAway ? Promise.reject(new Error("away")) : store.apply(steps)),
      close: () => undefined,
    };
    const calcom = world.client({ store: unsure as never });
    await calcom.slots.alternatives({ eventTypeId: world.half.id, near: at("12:00") });
    for (const time of ["12:00", "12:30"]) {
      world.fake.bookings.add({ eventTypeId: world.half.id, start: at(time) });
    }
    isAway = true;
    const booking = { eventTypeId: world.half.id, start: at("12:00"), attendee: BEN };
    const error = await refusedBy(calcom.bookings.create(booking));
    expect(error.coherence).toBe("deferred");
    expect(await timesLeft(error)).toEqual(["11:30", "11:00", "13:00"]);
    await calcom.close();
  });
});

it("tells what is left where a team's refusal is only probable", async () => {
  const { client, fake, together } = createTeamWorld();
  const calcom = client({ invalidation: { pools: "auto" } });
  await warm(calcom, together.id);
  fake.faults.error500Before({ method: "POST", path: "/v2/bookings" });
  const booking = { eventTypeId: together.id, start: at("12:00"), attendee: BEN };
  const error = await refusedBy(calcom.bookings.create(booking));
  expect(error.certainty).toBe("maybe");
  expect(await timesLeft(error)).toEqual(["11:30", "12:30", "11:00"]);
});

describe("a move that is refused", () => {
  it("tells what is left, its own time included", async () => {
    const { calcom, half } = await takenWorld();
    const { booking } = await calcom.bookings.create({
      ...{ eventTypeId: half.id, start: at("12:30"), attendee: BEN },
    });
    const error = await refusedBy(calcom.bookings.reschedule(booking.uid, { start: at("12:00") }));
    expect(await timesLeft(error)).toEqual(["11:30", "12:30", "11:00"]);
  });

  it("tells it of a booking that nobody here has seen before", async () => {
    const { calcom, fake, half } = await takenWorld();
    const { uid } = fake.bookings.add({ eventTypeId: half.id, start: at("15:00") });
    const error = await refusedBy(calcom.bookings.reschedule(uid, { start: at("12:00") }));
    expect(await timesLeft(error)).toEqual(["11:30", "12:30", "11:00"]);
  });

  it("tells of times as long as the booking is", async () => {
    const { book, calcom, id } = await lengthsWorld();
    const hour = { eventTypeId: id, start: at("15:00"), lengthInMinutes: 60 };
    const { uid } = (await book(hour)).booking;
    const error = await refusedBy(calcom.bookings.reschedule(uid, { start: at("12:00") }));
    expect(await minutesLeft(error)).toBe(60);
  });

  it("tells it of the booking that the one named has become", async () => {
    const { calcom, fake, half } = await takenWorld();
    const { uid } = fake.bookings.add({ eventTypeId: half.id, start: at("15:00") });
    await fake.bookings.reschedule(uid, at("12:30"));
    const error = await refusedBy(calcom.bookings.reschedule(uid, { start: at("12:00") }));
    expect(await timesLeft(error)).toEqual(["11:30", "12:30", "11:00"]);
  });
});

it("tells what is left where double bookings are looked for", async () => {
  const { client, fake, half } = createWorld();
  const calcom = client({ detectDoubleBookings: true });
  fake.bookings.add({ eventTypeId: half.id, start: at("12:00") });
  const booking = { eventTypeId: half.id, start: at("12:00"), attendee: BEN };
  const error = await refusedBy(calcom.bookings.create(booking));
  expect(await timesLeft(error, { max: 1 })).toEqual(["11:30"]);
});

it.each(["create", "reschedule"] as const)(
  "%s rejects an input that cannot be read",
  async (method) => {
    const calcom = createWorld().client();
    const unreadable = new Error("unreadable");
    const input = {
      get start(): string {
        throw unreadable;
      },
    };
    const writes = {
      create: () => calcom.bookings.create(input as never),
      reschedule: () => calcom.bookings.reschedule("uid", input),
    };
    expect(await errorOf(writes[method]())).toBe(unreadable);
  },
);

it("knows of nothing where it was made by hand", async () => {
  const error = new SlotTakenError("Taken.", { method: "POST", path: "/bookings" } as never);
  expect(await errorOf(error.alternatives())).toBeInstanceOf(ConfigurationError);
});
