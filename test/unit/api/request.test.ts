import { expect, it } from "vitest";
import { createWorld, sourceOf, timesOf, warm } from "../../helpers/world.ts";

const SCHEDULES = "2024-06-11";

it("reads what has no method of its own", async () => {
  const { alice, client } = createWorld();
  const answer = await client().request({ method: "GET", path: "/me" });
  expect(answer).toMatchObject({ status: 200, body: { data: { id: alice.id } } });
  expect(answer.requestId).toEqual(expect.any(String));
  expect(Object.isFrozen(answer.body)).toBe(true);
});

it("orphans what it is said to change", async () => {
  const { alice, half, hour, client } = createWorld();
  const calcom = client();
  await warm(calcom, half.id, hour.id);
  const answer = await calcom.request({
    method: "PATCH",
    path: `/schedules/${alice.defaultScheduleId}`,
    version: SCHEDULES,
    body: { availability: [{ days: ["Monday"], startTime: "13:00", endTime: "17:00" }] },
    changes: { hostId: alice.id },
  });
  expect(answer.coherence).toBe("confirmed");
  expect((await timesOf(calcom, half.id))[0]).toBe("13:00");
  expect((await timesOf(calcom, hour.id))[0]).toBe("13:00");
});

it("leaves the cache warm when it is said to change nothing, or is refused", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  await warm(calcom, half.id);
  const path = "/nowhere";
  for (const changes of ["nothing", "all"] as const) {
    const call = calcom.request({ method: "POST", path, body: {}, changes });
    await expect(call).rejects.toMatchObject({ status: 404 });
    expect(await sourceOf(calcom, half.id)).toBe("cache");
  }
});

it("becomes a dependency of the layer that reads through it", async () => {
  const { half, client } = createWorld();
  const calcom = client();
  const name = calcom.layer("name", {
    key: () => [],
    load: async () => (await calcom.request({ method: "GET", path: "/me" })).status,
    ttlMs: 60_000,
  });
  await name.get(undefined);
  expect((await name.read(undefined)).provenance.source).toBe("cache");
  await calcom.invalidate({ eventTypeId: half.id });
  expect((await name.read(undefined)).provenance.source).toBe("origin");
});

it.each([
  [{ method: "POST", path: "/x" }, /changes/],
  [{ method: "PUT", path: "/x" }, /method/],
  [{ method: "GET", path: "" }, /path/],
  [{ method: "GET", path: "/../admin" }, /path/],
  [{ method: "GET", path: "/schedules/%2e%2E/me" }, /path/],
  [{ method: "GET", path: "/schedules/.%2e/me" }, /path/],
  [{ method: "GET", path: "/me", body: { x: 1 } }, /body/],
  [{ method: "GET", path: "/me?x=1" }, /path/],
  [{ method: "GET", path: "https://elsewhere.test/" }, /path/],
  [{ method: "DELETE", path: "/x", changes: {} }, /Name what/],
])("refuses %j", async (request, message) => {
  const { fake, client } = createWorld();
  const call = client().request(request as never);
  await expect(call).rejects.toMatchObject({ code: "configuration" });
  await expect(call).rejects.toThrow(message);
  expect(fake.requests).toEqual([]);
});

it("sends a write once", async () => {
  const { fake, client } = createWorld();
  fake.faults.error500Before({ method: "POST" });
  const call = client().request({ method: "POST", path: "/bookings", body: {}, changes: "all" });
  await expect(call).rejects.toMatchObject({ code: "unknown_outcome", coherence: "confirmed" });
  expect(fake.requests).toHaveLength(1);
});
