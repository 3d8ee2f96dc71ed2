import { expect, it } from "vitest";
import type { FakeBooking } from "../../src/testing/model.ts";
import { begun, createReconciledWorld, TTL } from "../helpers/reconciled-world.ts";
import { createTeamWorld } from "../helpers/team-world.ts";
import { at, sourceOf, timesOf, warm } from "../helpers/world.ts";

const LIST = { method: "GET", path: "/bookings" } as const;
const PAGE_SIZE = 100;
const MINUTE_MS = 60_000;

/** Two event types whose answers have nothing in common, and a reconciler that has begun. */
async function createPagedWorld(fetchOf = (fake: { fetch: typeof fetch }) => fake.fetch) {
  const world = createReconciledWorld();
  const { client, clock, fake, half, hour } = world;
  const calcom = client({ fetch: fetchOf(fake), invalidation: { width: "event-type" } });
  const reconciler = await begun(calcom);
  await clock.advance(10 * MINUTE_MS);
  const change = (eventTypeId: number) =>
    fake.bookings.add({ eventTypeId, start: at("12:00"), status: "cancelled" });
  return { ...world, calcom, reconciler, change, half, hour };
}

interface Page {
  readonly data: readonly { readonly id: number; readonly updatedAt: string }[];
}

/** A database that sorts what is equal as it likes: the first page by one order, the others by another. */
function unsteady(fake: { fetch: typeof fetch }): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const skip = Number(url.searchParams.get("skip"));
    if (skip === 0) return fake.fetch(request);
    url.searchParams.set("skip", "0");
    url.searchParams.set("take", "250");
    const answer = await fake.fetch(new Request(url, request));
    const { data } = (await answer.json()) as Page;
    const sorted = data.toSorted(
      (one, other) => Date.parse(other.updatedAt) - Date.parse(one.updatedAt) || one.id - other.id,
    );
    const pagination = { hasNextPage: false };
    const body = { status: "success", data: sorted.slice(skip, skip + PAGE_SIZE), pagination };
    return Response.json(body);
  };
}

it("loses nothing when a booking leaves the list while pages are read", async () => {
  const { calcom, change, clock, fake, half, hour, reconciler } = await createPagedWorld();
  const bob = fake.users.add({ username: "bob" });
  let last: FakeBooking | undefined;
  for (let index = 0; index < 150; index++) {
    // The first one of what was the second page.
    last = change(index === 49 ? hour.id : half.id);
    await clock.advance(3_000);
  }
  await warm(calcom, hour.id);
  const gate = fake.pause({ ...LIST, phase: "beforeReply" });
  const passing = reconciler.run();
  await gate.reached;
  if (last === undefined) throw new Error("Nothing was changed.");
  fake.bookings.add({ ...last, userId: bob.id, updatedAt: clock.now() });
  gate.release();
  await passing;
  expect(await sourceOf(calcom, hour.id)).toBe("origin");
});

it("loses nothing of what was changed in one moment, at the end of a page", async () => {
  const { calcom, change, clock, half, hour, reconciler } = await createPagedWorld(unsteady);
  for (let index = 0; index < 120; index++) {
    if (index === 40) await clock.advance(1_000);
    change(index === 0 ? hour.id : half.id);
  }
  await warm(calcom, hour.id);
  expect(await reconciler.run()).toMatchObject({ found: 120, applied: 120, startedOver: false });
  expect(await sourceOf(calcom, hour.id)).toBe("origin");
});

it("orphans everything when more was changed in one moment than a page holds", async () => {
  const { calcom, change, fake, half, hour, reconciler } = await createPagedWorld();
  for (let index = 0; index < 150; index++) change(half.id);
  await warm(calcom, hour.id);
  const requests = fake.requests.length;
  expect(await reconciler.run()).toMatchObject({ startedOver: true });
  expect(fake.requests.length - requests).toBe(5);
  expect(await sourceOf(calcom, hour.id)).toBe("origin");
});

it("loses nothing when its process is suspended between two lists, and its clock is ahead", async () => {
  const { client, clock, fake, half, team, together } = createTeamWorld("roundRobin");
  let sleptMs = 0;
  const calcom = client({
    clock: {
      ...clock,
      now: () => clock.now() + 60 * MINUTE_MS,
      monotonic: () => clock.monotonic() - sleptMs,
    },
    invalidation: { width: "event-type" },
    timeoutMs: 60 * MINUTE_MS,
    ttl: TTL,
  });
  const reconciler = await begun(calcom, { teamIds: [team.id] });
  await clock.advance(10 * MINUTE_MS);
  await warm(calcom, half.id);
  const ofUser = fake.pause({ ...LIST, phase: "beforeReply" });
  const passing = reconciler.run();
  await ofUser.reached;
  const ofTeam = fake.pause({ ...LIST, phase: "before" });
  ofUser.release();
  await ofTeam.reached;
  await fake.bookings.book({ eventTypeId: half.id, start: at("09:00") });
  await clock.advance(10 * MINUTE_MS);
  sleptMs += 10 * MINUTE_MS;
  await fake.bookings.book({ eventTypeId: together.id, start: at("14:00") });
  ofTeam.release();
  await passing;
  await reconciler.run();
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});
