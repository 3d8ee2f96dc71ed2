import { expect, it } from "vitest";
import { at, createWorld } from "../../helpers/world.ts";

/** Seven bookings that the hosted server's replica knows, the earliest first. */
async function hostedWorld() {
  const world = createWorld({ profile: "hosted" });
  const { clock, fake, half } = world;
  const times = ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00"];
  const uids = times.map((time) => {
    const { uid } = fake.bookings.add({ eventTypeId: half.id, start: at(time) });
    return uid;
  });
  await clock.advance(500);
  return { ...world, uids, calcom: world.client({ deployment: "hosted" }) };
}

it("walks through all pages of a hosted server", async () => {
  const { calcom, fake, uids } = await hostedWorld();
  const listed: string[] = [];
  for await (const { uid } of calcom.bookings.list({ pageSize: 3 })) listed.push(uid);
  expect(listed).toEqual(uids.toReversed());
  const asked = fake.requests.map(({ query }) => [query.limit, query.cursor !== undefined]);
  expect(asked).toEqual([
    ["3", false],
    ["3", true],
    ["3", true],
  ]);
});

it("asks a hosted server for several statuses one after another", async () => {
  const { calcom, clock, uids } = await hostedWorld();
  clock.set(at("12:15"));
  const status = ["upcoming", "past"] as const;
  const listed = await calcom.bookings.list({ status, pageSize: 2 }).toArray({ limit: 10 });
  expect(listed.map(({ uid }) => uid)).toEqual([
    ...uids.slice(3),
    ...uids.slice(0, 3).toReversed(),
  ]);
});
