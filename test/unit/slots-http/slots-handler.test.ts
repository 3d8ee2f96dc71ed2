import { describe, expect, it } from "vitest";
import { type AskedByAddress, createSlotsHandler } from "../../../src/slots-http/index.ts";
import { at, createWorld, DAY } from "../../helpers/world.ts";

function createAnswering(options: Partial<AskedByAddress> = {}) {
  const world = createWorld();
  const calcom = world.client();
  const answer = createSlotsHandler(calcom, { eventTypeIds: [world.half.id], ...options });
  const ask = (query: Record<string, string> = {}, init: RequestInit = {}) => {
    const asked = { eventTypeId: `${world.half.id}`, start: DAY, end: DAY, ...query };
    const url = `https://host.example/api/slots?${new URLSearchParams(asked)}`;
    return answer(new Request(url, init));
  };
  const askAgain = (response: Response, query?: Record<string, string>) =>
    ask(query, { headers: { "if-none-match": response.headers.get("etag") ?? "" } });
  return { ...world, calcom, answer, ask, askAgain };
}

describe("createSlotsHandler", () => {
  it("answers with the free times of the days asked for, in the zone asked for", async () => {
    const { ask, calcom, half } = createAnswering();
    const response = await ask({ timeZone: "Europe/Berlin" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    const { slots } = await response.json();
    expect(Object.keys(slots)).toEqual([DAY]);
    expect(slots[DAY][0].start).toMatch(/^2026-12-07T10:00:00\.000\+01:00$/);
    const listed = await calcom.slots.list({
      eventTypeId: half.id,
      start: "2026-12-06T23:00:00.000Z",
      end: "2026-12-07T22:59:59.999Z",
      timeZone: "Europe/Berlin",
    });
    expect(slots).toEqual(listed.slots);
    expect(listed.provenance.source).toBe("cache");
  });

  it("answers 304 while nothing has changed", async () => {
    const { ask, askAgain } = createAnswering();
    const first = await ask();
    const second = await askAgain(first);
    expect(second.status).toBe(304);
    expect(second.headers.get("etag")).toBe(first.headers.get("etag"));
    expect(await second.text()).toBe("");
  });

  it("gives another ETag once somebody has booked", async () => {
    const { ask, askAgain, calcom, half } = createAnswering();
    const first = await ask();
    await calcom.bookings.create({
      eventTypeId: half.id,
      start: at("09:00"),
      attendee: { name: "Ann", email: "ann@example.test", timeZone: "UTC" },
    });
    const second = await askAgain(first);
    expect(second.status).toBe(200);
    const { slots } = await second.json();
    expect(slots[DAY].map(({ start }: { start: string }) => start)).not.toContain(at("09:00"));
    expect(second.headers.get("etag")).not.toBe(first.headers.get("etag"));
  });
});
