import { describe, expect, it } from "vitest";
import { createTeamWorld } from "../helpers/team-world.ts";
import { ANN, at, SECRET, sourceOf, timesOf, warm } from "../helpers/world.ts";

describe.each([true, false])("with hosts known: %s", (knows) => {
  it("takes the time of every host of a collective booking", async () => {
    const { calcom, half, ofCarol, together } = createTeamWorld("collective", knows);
    await warm(calcom, half.id, ofCarol.id, together.id);
    await calcom.bookings.create({ eventTypeId: together.id, start: at("09:00"), attendee: ANN });
    for (const { id } of [half, ofCarol, together]) {
      expect(await timesOf(calcom, id)).not.toContain("09:00");
    }
  });

  it("takes the time of the chosen host of a round robin booking", async () => {
    const { calcom, half, ofCarol, together } = createTeamWorld("roundRobin", knows);
    await warm(calcom, half.id, ofCarol.id);
    const { booking } = await calcom.bookings.create({
      eventTypeId: together.id,
      start: at("09:00"),
      attendee: ANN,
    });
    const chosen = booking.hosts[0]?.id === 1 ? half : ofCarol;
    expect(await timesOf(calcom, chosen.id)).not.toContain("09:00");
  });

  it("hears of a team's booking by the team's webhook", async () => {
    const { calcom, fake, half, ofCarol, team, together, receiveWith } = createTeamWorld(
      "collective",
      knows,
    );
    receiveWith((request) => calcom.handleWebhook(request));
    fake.webhooks.subscribe({ url: "https://app.example/team", secret: SECRET, teamId: team.id });
    await warm(calcom, half.id, ofCarol.id);
    await fake.bookings.book({ eventTypeId: together.id, start: at("09:00") });
    expect(await timesOf(calcom, half.id)).not.toContain("09:00");
    expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
  });
});

it("takes the time of an attendee who is a host elsewhere", async () => {
  const { calcom, half, ofCarol } = createTeamWorld("collective", true);
  await warm(calcom, ofCarol.id);
  const attendee = { ...ANN, email: "carol@example.test" };
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee });
  expect(await timesOf(calcom, ofCarol.id)).not.toContain("09:00");
});

it("leaves the host warm whom a booking does not concern", async () => {
  const { calcom, half, ofCarol } = createTeamWorld("collective", true);
  await warm(calcom, half.id, ofCarol.id);
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  expect([await sourceOf(calcom, half.id), await sourceOf(calcom, ofCarol.id)]).toEqual([
    "origin",
    "cache",
  ]);
});
