import { describe, expect, it } from "vitest";
import type { LoadContext } from "../../../src/index.ts";
import { createWorld, DAY, type World } from "../../helpers/world.ts";

type Reads = Pick<
  LoadContext,
  "eventTypes" | "schedules" | "outOfOffice" | "webhooks" | "calendars" | "teams"
>;

const READS: Readonly<Record<string, (from: Reads, world: World) => Promise<unknown>>> = {
  "eventTypes.list": ({ eventTypes }) => eventTypes.list({ username: "alice" }),
  "eventTypes.get": ({ eventTypes }, { half }) => eventTypes.get(half.id),
  "schedules.list": ({ schedules }) => schedules.list(),
  "schedules.getDefault": ({ schedules }) => schedules.getDefault(),
  "outOfOffice.list": ({ outOfOffice }) => outOfOffice.list().toArray({ limit: 5 }),
  "webhooks.list": ({ webhooks }) => webhooks.list(),
  "calendars.list": ({ calendars }) => calendars.list(),
  "calendars.busyTimes": ({ calendars }) =>
    calendars.busyTimes({
      dateFrom: DAY,
      dateTo: DAY,
      calendarsToLoad: [{ credentialId: 1, externalId: "a" }],
    }),
  "teams.list": ({ teams }) => teams.list(),
  "teams.memberships": ({ teams }) => teams.memberships(1),
};

describe.each(Object.entries(READS))("%s inside a layer's load", (_name, read) => {
  it.each(["the context", "the client"])("is what the answer rests on: by %s", async (whose) => {
    const world = createWorld();
    world.fake.teams.add({ memberIds: [world.alice.id] });
    const calcom = world.client();
    let loads = 0;
    const layer = calcom.layer("rests", {
      key: () => [],
      load: async (_query: undefined, context) => {
        loads += 1;
        await read(whose === "the context" ? context : calcom, world);
        return loads;
      },
      ttlMs: 60_000,
    });
    await layer.get(undefined);
    expect((await layer.read(undefined)).provenance.source).toBe("cache");
    await calcom.invalidate({ eventTypeId: world.half.id });
    expect(await layer.get(undefined)).toBe(2);
  });
});

it("asks Cal.com each time outside of layers", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  await calcom.eventTypes.get(half.id);
  await calcom.eventTypes.get(half.id);
  expect(fake.requests).toHaveLength(2);
});
