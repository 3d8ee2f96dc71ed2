import { expect, it } from "vitest";
import type { CalcomClient } from "../../src/index.ts";
import { createChangesHandler } from "../../src/slots-http/index.ts";
import { eventsOf } from "../helpers/event-reader.ts";
import { createRedisWorld } from "../helpers/redis-world.ts";
import { warm } from "../helpers/world.ts";

/** Processes of one application on a real Redis, which come and go. */
async function createRestartedWorld() {
  const world = await createRedisWorld();
  const { client, half, openStore, server } = world;
  return {
    ...world,
    /** A process that has just been started, and has not been asked anything but slots. */
    async startApp() {
      const calcom = client({ store: await openStore(server.port) });
      await warm(calcom, half.id);
      return calcom;
    },
    /** A page that comes back to a process with what it was told last. */
    async comeBack(calcom: CalcomClient, known?: string) {
      const answer = createChangesHandler(calcom, { eventTypeIds: [half.id] });
      const headers = known === undefined ? {} : { "last-event-id": known };
      const url = `https://app.example/changes?eventTypeId=${half.id}`;
      return eventsOf(await answer(new Request(url, { headers })));
    },
  };
}

it("tells a page after a restart that it has missed nothing", async () => {
  const { comeBack, startApp } = await createRestartedWorld();
  const before = await startApp();
  const events = await comeBack(before);
  const told = await events.next();
  expect(told).toMatchObject({ event: "version" });
  await before.close();
  expect(await events.next()).toBeUndefined();
  const after = await startApp();
  expect(await (await comeBack(after, told?.id)).next()).toEqual({ event: "beat" });
});

it("tells a page after a restart that it has missed something, whatever it was", async () => {
  const { comeBack, half, startApp, two } = await createRestartedWorld();
  const before = await startApp();
  const told = await (await comeBack(before)).next();
  await before.close();
  await two.invalidate({ eventTypeId: half.id });
  const again = await (await comeBack(await startApp(), told?.id)).next();
  expect(again).toMatchObject({ event: "version" });
  expect(again?.id).not.toBe(told?.id);
});

it("names a state alike in every process, so that a balancer may send pages anywhere", async () => {
  const { comeBack, half, startApp, two } = await createRestartedWorld();
  const apps = [await startApp(), await startApp()] as const;
  const events = await comeBack(apps[0]);
  await events.next();
  await two.invalidate({ eventTypeId: half.id });
  const told = await events.next();
  expect(await (await comeBack(apps[1], told?.id)).next()).toEqual({ event: "beat" });
});
