import { expect, it } from "vitest";
import { playLive } from "../../../examples/incident-replay/live.ts";
import { createFakeCalcom, startFakeCalcomServer } from "../../../src/testing/server.ts";

it("lists slots over HTTP twice, the second time from the cache", async () => {
  const fake = createFakeCalcom();
  const owner = fake.users.add();
  const eventType = fake.eventTypes.add({ ownerId: owner.id });
  const server = await startFakeCalcomServer(fake);
  try {
    const settings = {
      CALCOM_API_KEY: owner.apiKey,
      CALCOM_EVENT_TYPE_ID: String(eventType.id),
      CALCOM_BASE_URL: server.url,
    };
    const { lines, isHit } = await playLive(settings, fake.clock.now());
    expect(isHit).toBe(true);
    expect(lines.join("\n")).toMatch(/2026-12-02: \d+ free[\s\S]*source origin[\s\S]*source cache/);
    expect(fake.requests.filter(({ path }) => path === "/v2/slots")).toHaveLength(1);
    expect(lines.join("\n")).not.toContain(owner.apiKey);
  } finally {
    await server.close();
  }
});

it.each([
  {},
  { CALCOM_API_KEY: "cal_x" },
  { CALCOM_API_KEY: "cal_x", CALCOM_EVENT_TYPE_ID: "soon" },
])("says what to set when given %j", async (settings) => {
  await expect(playLive(settings, 0)).rejects.toThrow(/CALCOM_EVENT_TYPE_ID/);
});
