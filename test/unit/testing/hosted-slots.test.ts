import { expect, it } from "vitest";
import { at, createSalon, DAY, freeTimes, slotsRequest, timesIn } from "./setup.ts";

const hosted = () => createSalon({ profile: "hosted", rateLimit: false });

it("gives the same answer for two seconds, whatever has changed", async () => {
  const salon = hosted();
  expect(await freeTimes(salon, salon.short.id)).toContain("10:00");
  await salon.fake.bookings.book({ eventTypeId: salon.short.id, start: at("10:00") });
  await salon.clock.advance(1_999);
  expect(await freeTimes(salon, salon.short.id)).toContain("10:00");
  await salon.clock.advance(1);
  expect(await freeTimes(salon, salon.short.id)).not.toContain("10:00");
});

it("does not live longer because it is asked for", async () => {
  const salon = hosted();
  await freeTimes(salon, salon.short.id);
  await salon.fake.bookings.book({ eventTypeId: salon.short.id, start: at("10:00") });
  await salon.clock.advance(1_500);
  await freeTimes(salon, salon.short.id);
  await salon.clock.advance(500);
  expect(await freeTimes(salon, salon.short.id)).not.toContain("10:00");
});

it("answers another question anew, and another caller or format from what is kept", async () => {
  const { fake, owner, short } = hosted();
  const asked = slotsRequest(fake.baseUrl, short.id);
  await fake.fetch(asked.clone());
  await fake.bookings.book({ eventTypeId: short.id, start: at("10:00") });
  const askWith = async (query: Record<string, string>, headers: Record<string, string> = {}) => {
    const url = new URL(asked.url);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const init = { headers: { ...Object.fromEntries(asked.headers), ...headers } };
    return timesIn(await fake.fetch(new Request(url, init)));
  };
  expect(await askWith({}, { authorization: `Bearer ${owner.apiKey}` })).toContain("10:00");
  expect(await askWith({ format: "range" })).toContain("10:00");
  expect(await askWith({ end: `${DAY}T23:59:58Z` })).not.toContain("10:00");
  expect(await askWith({ timeZone: "UTC" })).not.toContain("10:00");
  expect(await askWith({ duration: "30" })).not.toContain("10:00");
});

it("keeps nothing of the recorded server's answers, and nothing after a reset", async () => {
  const recorded = createSalon();
  await freeTimes(recorded, recorded.short.id);
  await recorded.fake.bookings.book({ eventTypeId: 1, start: at("10:00") });
  expect(await freeTimes(recorded, 1)).not.toContain("10:00");

  const { fake } = hosted();
  const times = async () => timesIn(await fake.fetch(slotsRequest(fake.baseUrl, 1)));
  expect(await times()).toContain("10:00");
  fake.reset();
  fake.eventTypes.add({ ownerId: fake.users.add().id, lengthInMinutes: 30 });
  await fake.bookings.book({ eventTypeId: 1, start: at("10:00") });
  expect(await times()).not.toContain("10:00");
});

it("lives as long as the test says", async () => {
  const salon = createSalon({ profile: "hosted", hosted: { slotsCacheMs: 10_000 } });
  await freeTimes(salon, salon.short.id);
  await salon.fake.bookings.book({ eventTypeId: salon.short.id, start: at("10:00") });
  await salon.clock.advance(9_999);
  expect(await freeTimes(salon, salon.short.id)).toContain("10:00");
});

it("takes values of the hosted profile for no other", () => {
  expect(() => createSalon({ hosted: { slotsCacheMs: 1 } })).toThrow(/profile: 'hosted'/);
});

it.each([
  ["hosted", "10:30"],
  ["selfHosted", "10:00"],
] as const)("rounds on the clock of the zone that is asked for: %s", async (profile, first) => {
  const salon = createSalon({ profile });
  await salon.fake.bookings.book({ eventTypeId: salon.long.id, start: at("09:00") });
  const asked = new URL(slotsRequest(salon.fake.baseUrl, salon.long.id).url);
  asked.searchParams.set("timeZone", "Asia/Kolkata");
  const headers = { "cal-api-version": "2024-09-04" };
  const response = await salon.fake.fetch(asked, { headers });
  const { data }: { data: Record<string, { start: string }[]> } = await response.json();
  const start = Object.values(data)[0]?.[0]?.start ?? "";
  expect(new Date(start).toISOString()).toBe(at(first));
});
