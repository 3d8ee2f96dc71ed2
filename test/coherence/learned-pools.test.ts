import { describe, expect, it } from "vitest";
import type { CalcomClient } from "../../src/index.ts";
import { settle } from "../../src/testing/virtual-clock.ts";
import { ANN, at, createWorld, onDay, sourceOf, timesOf } from "../helpers/world.ts";

const AUTO = { invalidation: { pools: "auto" as const } };

/** Alice and Carol are in a team; only Alice hosts its event type. Carol has one of her own. */
function createTeam(hostIds: "alice" | "both" | "stranger" = "alice") {
  const world = createWorld();
  const { alice, fake } = world;
  const carol = fake.users.add({ username: "carol" });
  const dave = fake.users.add({ username: "dave" });
  const ofCarol = fake.eventTypes.add({ ownerId: carol.id, slug: "carols", lengthInMinutes: 30 });
  const team = fake.teams.add({ memberIds: [alice.id, carol.id] });
  const hosts = { alice: [alice.id], both: [alice.id, carol.id], stranger: [alice.id, dave.id] };
  const together = fake.eventTypes.add({
    teamId: team.id,
    hostIds: hosts[hostIds],
    schedulingType: "collective",
    slug: "together",
    lengthInMinutes: 30,
  });
  const calcom = world.client(AUTO);
  const ofHers = world.client({ ...AUTO, apiKey: carol.apiKey });
  /** A booking of Carol's own event type, which says nothing of the team's. */
  const bookCarol = () =>
    ofHers.bookings.create({ eventTypeId: ofCarol.id, start: at("09:00"), attendee: ANN });
  const addCarol = (editor = calcom) =>
    editor.eventTypes.update(
      together.id,
      { hosts: [{ userId: alice.id }, { userId: carol.id }] },
      { teamId: team.id },
    );
  return { ...world, addCarol, bookCarol, calcom, ofCarol, ofHers, team, together };
}

const tagsOf = async (calcom: CalcomClient, eventTypeId: number) => {
  const { provenance } = await calcom.slots.list(onDay(eventTypeId), { cache: "refresh" });
  return Object.keys(provenance.versions).map((tag) => tag.replace(/^email:.*/, "email"));
};
const hostTags = (tags: readonly string[]) => tags.filter((tag) => /^host|^unknown/.test(tag));

/** Waits until what is learned beside an answer is on the answers. */
const learned = (calcom: CalcomClient, eventTypeId: number) =>
  expect.poll(async () => hostTags(await tagsOf(calcom, eventTypeId)));

describe("a team's event type", () => {
  it("depends on its hosts once the team's members are known", async () => {
    const { bookCarol, calcom, together } = createTeam("both");
    expect(hostTags(await tagsOf(calcom, together.id))).toEqual(["unknown"]);
    await learned(calcom, together.id).toEqual(["host:1", "host:2"]);
    await bookCarol();
    expect(await timesOf(calcom, together.id)).not.toContain("09:00");
  });

  it("stays warm when somebody else is booked", async () => {
    const { bookCarol, calcom, together } = createTeam("alice");
    await learned(calcom, together.id).toEqual(["host:1"]);
    await bookCarol();
    expect(await sourceOf(calcom, together.id)).toBe("cache");
  });

  it("depends on every change while one host is no member", async () => {
    const { calcom, fake, team, together } = createTeam("stranger");
    const asked = () =>
      fake.requests.filter(({ path }) => path.endsWith(`/${team.id}/memberships`));
    for (const times of [1, 2]) {
      await calcom.slots.list(onDay(together.id), { cache: "refresh" });
      await expect.poll(() => asked().length).toBe(times);
      await settle();
    }
    expect(hostTags(await tagsOf(calcom, together.id))).toEqual(["unknown"]);
  });
});

describe("hosts that another process has changed", () => {
  const setup = async () => {
    const team = createTeam();
    await learned(team.calcom, team.together.id).toEqual(["host:1"]);
    // Read under that knowledge, so that an entry with just these tags is there.
    await team.calcom.slots.list(onDay(team.together.id));
    const elsewhere = team.client(AUTO);
    await team.addCarol(elsewhere);
    return { ...team, reader: team.calcom };
  };

  it("are not believed any more where they were known", async () => {
    const { bookCarol, reader, together } = await setup();
    expect(await timesOf(reader, together.id)).toContain("09:00");
    await bookCarol();
    expect(await timesOf(reader, together.id)).not.toContain("09:00");
  });

  it("are not believed by whoever joins a load that is under way", async () => {
    const { bookCarol, fake, reader, together } = await setup();
    const gate = fake.pause({ method: "GET", path: "/v2/slots", phase: "beforeReply" });
    const early = reader.slots.list(onDay(together.id));
    await gate.reached;
    await bookCarol();
    const late = timesOf(reader, together.id);
    gate.release();
    await early;
    expect(await late).not.toContain("09:00");
  });

  it("are fenced by a booking whose reply is lost", async () => {
    const { fake, ofCarol, ofHers, reader, together } = await setup();
    await learned(ofHers, ofCarol.id).toEqual(["host:2"]);
    await ofHers.slots.list(onDay(ofCarol.id));
    fake.faults.dropReply({ method: "POST", path: "/v2/bookings" });
    const booking = { eventTypeId: together.id, start: at("09:00"), attendee: ANN };
    await expect(reader.bookings.create(booking)).rejects.toMatchObject({
      code: "unknown_outcome",
      coherence: "confirmed",
    });
    expect(await timesOf(ofHers, ofCarol.id)).not.toContain("09:00");
  });

  it("change the version that other caches go by", async () => {
    const { bookCarol, reader, together } = await setup();
    const before = await reader.versionOf({ eventTypeId: together.id });
    await bookCarol();
    expect(await reader.versionOf({ eventTypeId: together.id })).not.toBe(before);
  });
});

describe("hosts that change while they are learned", () => {
  const BOTH = ["host:1", "host:2"];

  it("are not known by an answer from before", async () => {
    const { addCarol, bookCarol, calcom, fake, team, together } = createTeam();
    const path = `/v2/teams/${team.id}/event-types`;
    const gate = fake.pause({ method: "GET", path, phase: "beforeReply" });
    await calcom.slots.list(onDay(together.id));
    await gate.reached;
    await addCarol();
    gate.release();
    const asked = () => fake.requests.filter(({ path }) => path.endsWith("/memberships"));
    await expect.poll(() => asked().length).toBe(1);
    await settle();
    await learned(calcom, together.id).toEqual(BOTH);
    await bookCarol();
    expect(await timesOf(calcom, together.id)).not.toContain("09:00");
  });

  it.each([false, true])(
    "are not known by one from within the edit, reply lost: %s",
    async (lost) => {
      const { addCarol, calcom, clock, fake, together } = createTeam();
      const gate = fake.pause({ method: "PATCH", phase: "beforeCommit" });
      if (lost) fake.faults.dropReply({ method: "PATCH" });
      const edit = addCarol().catch((error: unknown) => error);
      await gate.reached;
      await learned(calcom, together.id).toEqual(["host:1"]);
      gate.release();
      expect(await edit).toMatchObject(
        lost ? { code: "unknown_outcome" } : { coherence: "confirmed" },
      );
      await clock.advance(90_000);
      await learned(calcom, together.id).toEqual(BOTH);
    },
  );
});

describe("a notice that is shortened", () => {
  /** On the morning itself, with two hours' notice and so nothing before 10:00. */
  async function createMorning() {
    const world = createWorld();
    world.clock.set(at("08:00"));
    const { half } = world;
    world.fake.eventTypes.update(half.id, { minimumBookingNotice: 120 });
    const calcom = world.client(AUTO);
    const shorten = () => calcom.eventTypes.update(half.id, { minimumBookingNotice: 0 });
    return { ...world, calcom, shorten };
  }

  it("shows at once", async () => {
    const { calcom, half, shorten } = await createMorning();
    await learned(calcom, half.id).toEqual(["host:1"]);
    await shorten();
    expect(await timesOf(calcom, half.id)).toContain("09:00");
  });

  it("is not hidden by what was asked for before", async () => {
    const { calcom, fake, half, shorten } = await createMorning();
    const path = `/v2/event-types/${half.id}`;
    const gate = fake.pause({ method: "GET", path, phase: "beforeReply" });
    await calcom.slots.list(onDay(half.id));
    await gate.reached;
    await shorten();
    gate.release();
    await expect.poll(() => fake.requests.some((one) => one.path === "/v2/me")).toBe(true);
    await settle();
    expect(await timesOf(calcom, half.id)).toContain("09:00");
  });
});
