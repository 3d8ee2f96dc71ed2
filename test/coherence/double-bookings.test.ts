import { describe, expect, it } from "vitest";
import type { CalcomClient, CalcomEvents } from "../../src/index.ts";
import { watchHashing } from "../helpers/hashing.ts";
import { createTeamWorld } from "../helpers/team-world.ts";
import { ANN, at, createWorld, type World } from "../helpers/world.ts";

const POST = { method: "POST", path: "/v2/bookings" };
const LOOKED_MS = 4_000;

const hashed = watchHashing();

/** Until whoever watches has looked; what is found in a list is hashed. */
async function haveLooked(clock: World["clock"]): Promise<void> {
  await clock.advance(LOOKED_MS);
  await hashed();
}

type Found = CalcomEvents["double-booked"];

function listening(calcom: CalcomClient): Found[] {
  const found: Found[] = [];
  calcom.on("double-booked", (event) => found.push(event));
  return found;
}

const uidsOf = (found: readonly Found[]) =>
  found.map(({ kind, bookings }) => [kind, ...bookings.map(({ uid }) => uid)]);

/** Two requests that Cal.com has both found in order before it carries out either. */
async function race<T>({ fake }: Pick<World, "fake">, path: string | RegExp, sends: (() => T)[]) {
  const gates = sends.map(() => fake.pause({ method: "POST", path, phase: "beforeCommit" }));
  const sent = sends.map((send) => send());
  await Promise.all(gates.map(({ reached }) => reached));
  for (const gate of gates) gate.release();
  return Promise.all(sent);
}

const create = (calcom: CalcomClient, eventTypeId: number, start = at("09:00")) =>
  calcom.bookings.create({ eventTypeId, start, attendee: ANN });

describe("bookings that Cal.com has taken twice", () => {
  it("are told where two event types of one host were booked at overlapping times", async () => {
    const world = createWorld();
    const { clock, half, hour, client } = world;
    const [one, other] = [client({ detectDoubleBookings: true }), client()];
    const found = listening(one);
    const [mine, theirs] = await race(world, POST.path, [
      () => create(one, half.id),
      () => create(other, hour.id),
    ]);
    expect(found).toEqual([]);
    await haveLooked(clock);
    expect(uidsOf(found)).toEqual([["overlap", mine?.booking.uid, theirs?.booking.uid]]);
    expect(found[0]?.bookings[1]).toMatchObject({ eventTypeId: hour.id, attendees: [ANN] });
  });

  it("are told where one booking was moved twice", async () => {
    const world = createWorld();
    const { clock, half, client } = world;
    const calcom = client({ detectDoubleBookings: true });
    const found = listening(calcom);
    const { booking } = await create(calcom, half.id);
    const moves = [at("10:00"), at("14:00")];
    await race(
      world,
      /\/reschedule$/,
      moves.map((start) => () => calcom.bookings.reschedule(booking.uid, { start })),
    );
    await haveLooked(clock);
    expect(found.map(({ kind }) => kind)).toEqual(["moved-twice", "moved-twice"]);
  });

  it("are told where one of them is a collective's and its host no organizer of it", async () => {
    const world = createTeamWorld("collective");
    const { clock, client, ofCarol, together, pools } = world;
    // The user of the key is among the organizers of the one, and hosts nothing of the other.
    const calcom = client({ detectDoubleBookings: true, invalidation: { pools } });
    const carols = client({ apiKey: world.carol.apiKey, detectDoubleBookings: true });
    const found = listening(carols);
    await race(world, POST.path, [
      () => create(calcom, together.id),
      () => carols.bookings.create({ eventTypeId: ofCarol.id, start: at("09:00"), attendee: ANN }),
    ]);
    await haveLooked(clock);
    expect(found.map(({ kind }) => kind)).toEqual(["overlap"]);
  });

  it("are told where two requests at one time were both accepted", async () => {
    const world = createWorld();
    const { clock, fake, alice, client } = world;
    const asked = [15, 30].map((lengthInMinutes) =>
      fake.eventTypes.add({
        ...{ ownerId: alice.id, slug: `asked-${lengthInMinutes}`, lengthInMinutes },
        requiresConfirmation: true,
      }),
    );
    const calcom = client({ detectDoubleBookings: true });
    const found = listening(calcom);
    const made = await race(
      world,
      POST.path,
      asked.map(
        ({ id }) =>
          () =>
            create(calcom, id),
      ),
    );
    await haveLooked(clock);
    expect(found).toEqual([]);
    const uids = made.map(({ booking }) => booking.uid);
    await race(
      world,
      /\/confirm$/,
      uids.map((uid) => () => calcom.bookings.confirm(uid)),
    );
    await haveLooked(clock);
    expect(found.map(({ kind }) => kind)).toEqual(["overlap", "overlap"]);
  });

  it("are not told where it is not switched on, and nothing is asked for it", async () => {
    const world = createWorld();
    const { clock, fake, half, hour, client } = world;
    const calcom = client();
    const found = listening(calcom);
    const both = [half, hour].map(
      ({ id }) =>
        () =>
          create(calcom, id),
    );
    await race(world, POST.path, both);
    await haveLooked(clock);
    expect(found).toEqual([]);
    expect(fake.requests.filter(({ method }) => method === "GET")).toEqual([]);
  });

  it("are not told where one was called off before anybody looked", async () => {
    const world = createWorld();
    const { clock, half, hour, client } = world;
    const calcom = client({ detectDoubleBookings: true });
    const found = listening(calcom);
    const both = [half, hour].map(
      ({ id }) =>
        () =>
          create(calcom, id),
    );
    const [first] = await race(world, POST.path, both);
    await calcom.bookings.cancel(first?.booking.uid ?? "", { cancellationReason: "Twice." });
    await haveLooked(clock);
    expect(found).toEqual([]);
  });

  it("are not looked for once the client is closed", async () => {
    const { clock, fake, half, client } = createWorld();
    const calcom = client({ detectDoubleBookings: true });
    await create(calcom, half.id);
    await calcom.close();
    await haveLooked(clock);
    expect(fake.requests.map(({ method }) => method)).toEqual(["POST"]);
  });

  it("leave the booking as it is where they cannot be looked for, and the log says so", async () => {
    const { clock, fake, half, client } = createWorld();
    const said: string[] = [];
    const logger = { warn: (message: string) => void said.push(message) };
    const calcom = client({ detectDoubleBookings: true, logger, retries: 0 });
    await create(calcom, half.id);
    fake.faults.error500Before({ method: "GET", path: "/v2/bookings" });
    await haveLooked(clock);
    expect(said).toEqual(["Nobody knows whether a time was booked twice."]);
  });
});

it("does not look before the other side of a race has ended", async () => {
  const world = createWorld();
  const { clock, fake, half, hour, client } = world;
  const calcom = client({ detectDoubleBookings: true });
  const found = listening(calcom);
  const gate = fake.pause({ ...POST, phase: "beforeCommit" });
  const theirs = create(client(), hour.id);
  await gate.reached;
  await create(calcom, half.id);
  await clock.advance(1_000);
  gate.release();
  await theirs;
  await haveLooked(clock);
  expect(found.map(({ kind }) => kind)).toEqual(["overlap"]);
});
