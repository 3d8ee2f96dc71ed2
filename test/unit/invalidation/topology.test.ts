import { expect, it } from "vitest";
import type { CalcomClient } from "../../../src/index.ts";
import { ANN, at, createWorld, onDay, timesOf, warm } from "../../helpers/world.ts";

const versions = async (client: CalcomClient, eventTypeId: number) =>
  Object.keys((await client.slots.list(onDay(eventTypeId))).provenance.versions).map((tag) =>
    tag.replace(/^email:.*/, "email"),
  );
const AUTO = { invalidation: { pools: "auto" as const } };

/** Lets what is learned beside an answer arrive. */
const learned = (calcom: CalcomClient, eventTypeId: number, seen: readonly { path: string }[]) =>
  expect.poll(async () => {
    await calcom.slots.list({ ...onDay(eventTypeId) }, { cache: "refresh" });
    return { tags: await versions(calcom, eventTypeId), asked: seen.length };
  });

it("depends on every change until the hosts are known, and then on them", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client(AUTO);
  expect(await versions(calcom, half.id)).toEqual(["all", "event-type:1", "unknown"]);
  await learned(calcom, half.id, fake.requests).toMatchObject({
    tags: ["all", "event-type:1", "host:1", "email"],
  });
});

it("does not believe an event type with other users to be personal", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client({
    ...AUTO,
    fetch: async (input, init) => {
      const response = await fake.fetch(input, init);
      if (
        !response.url.includes("/event-types/") &&
        !new Request(input, init).url.includes("/event-types/")
      ) {
        return response;
      }
      const body = await response.json();
      body.data.users.push({ id: 2 });
      return Response.json(body);
    },
  });
  await warm(calcom, half.id);
  await expect.poll(() => fake.requests.some(({ path }) => path === "/v2/me")).toBe(true);
  await calcom.slots.list(onDay(half.id), { cache: "refresh" });
  expect(await versions(calcom, half.id)).toContain("unknown");
});

it("works without permission to read event types", async () => {
  const { fake, half, hour, client } = createWorld();
  const calcom = client({ ...AUTO, apiKey: undefined });
  const refusals: unknown[] = [];
  calcom.on("pool-unknown", ({ error }) => refusals.push(error));
  await warm(calcom, half.id, hour.id);
  await expect.poll(() => refusals.length).toBe(2);
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  expect(await timesOf(calcom, hour.id)).not.toContain("09:00");
  expect(fake.requests.filter(({ path }) => path === "/v2/event-types/1").length).toBe(1);
});

it("asks for a pool at most once before a booking", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client(AUTO);
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  const paths = fake.requests.map(({ method, path }) => `${method} ${path}`);
  expect(paths).toEqual(["GET /v2/event-types/1", "GET /v2/me", "POST /v2/bookings"]);
});

it("books although the pool cannot be found in time", async () => {
  const { fake, half, clock, client } = createWorld();
  const calcom = client({ ...AUTO, timeoutMs: 8_000 });
  const hang = fake.faults.hang({ method: "GET", path: "/v2/event-types/1" });
  const tags: string[] = [];
  calcom.on("invalidated", (event) => tags.push(...event.tags));
  const write = calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  await hang.reached;
  await clock.advance(2_000);
  expect((await write).coherence).toBe("confirmed");
  expect(tags).toContain("all");
});

it("bumps the event type whose pool turns out to be another one", async () => {
  const { half, clock, client } = createWorld();
  let hosts = [{ id: 1, email: "alice@example.test" }];
  const calcom = client({ invalidation: { pools: async () => hosts } });
  const causes: string[] = [];
  calcom.on("invalidated", ({ cause, tags }) => causes.push(`${cause} ${tags.join(" ")}`));
  await warm(calcom, half.id);
  await expect
    .poll(async () => {
      await calcom.slots.list(onDay(half.id), { cache: "refresh" });
      return versions(calcom, half.id);
    })
    .toContain("host:1");
  await clock.advance(6 * 60_000);
  hosts = [...hosts, { id: 2, email: "bob@example.test" }];
  await warm(calcom, half.id);
  await expect.poll(() => causes).toContain("topology unknown event-type:1");
});

it("puts `unknown` in place of more than eight hosts", async () => {
  const { half, client } = createWorld();
  const hosts = Array.from({ length: 9 }, (_none, id) => ({ id, email: `h${id}@example.test` }));
  const calcom = client({ invalidation: { pools: { [half.id]: hosts } } });
  expect(await versions(calcom, half.id)).toEqual(["all", "event-type:1", "unknown"]);
});
