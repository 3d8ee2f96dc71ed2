import { expect, it } from "vitest";
import { watching } from "../helpers/watching.ts";
import { createWorld } from "../helpers/world.ts";

it("tells the version of a target, which is what versionOf gives", async () => {
  const { client, half } = createWorld();
  const calcom = client();
  const watcher = watching(calcom, { eventTypeId: half.id });
  const version = await calcom.versionOf({ eventTypeId: half.id });
  expect(await watcher.next()).toEqual({ version, changed: true });
});

it("tells another version after an invalidation, and nothing to who watches something else", async () => {
  const { clock, client, half } = createWorld();
  const calcom = client();
  const [concerned, other] = [
    watching(calcom, { eventTypeId: half.id }),
    watching(calcom, { hostId: 999 }),
  ];
  const first = await concerned.next();
  await other.next();
  await calcom.invalidate({ eventTypeId: half.id });
  const second = await concerned.next();
  expect(second.version).not.toBe(first.version);
  expect(second).toEqual({
    version: await calcom.versionOf({ eventTypeId: half.id }),
    changed: true,
  });
  await clock.advance(60_000);
  expect(concerned.left).toBe(0);
});
