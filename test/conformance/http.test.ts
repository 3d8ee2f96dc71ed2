import { describe, expect, it } from "vitest";
import { createRecordedWorld } from "./recorded-world.ts";
import { recording } from "./recordings.ts";
import { requestOf, SPECIAL_REPLAYS } from "./special-replays.ts";

async function expectAsRecorded(number: string): Promise<void> {
  const compared = await SPECIAL_REPLAYS[number]?.();
  expect(compared).toBeDefined();
  expect(compared?.given).toEqual(compared?.expected);
}

describe("the rate limit", () => {
  it.each(["0311", "0312"])("refuses the caller who used it up as %s", expectAsRecorded);

  it("refuses nobody else: 0313", async () => {
    const { fake, clock } = createRecordedWorld();
    clock.set(recording("0311").recordedAt);
    for (let asked = 0; asked < 121; asked++) await fake.handle(requestOf("0311"));
    expect((await fake.handle(requestOf("0311"))).status).toBe(429);
    expect((await fake.handle(requestOf("0313"))).status).toBe(200);
  });

  it("lets the caller in again after a minute", async () => {
    const { fake, clock } = createRecordedWorld();
    for (let asked = 0; asked < 121; asked++) await fake.handle(requestOf("0311"));
    await clock.advance(59_000);
    expect((await fake.handle(requestOf("0311"))).status).toBe(429);
    await clock.advance(1_000);
    expect((await fake.handle(requestOf("0311"))).status).toBe(200);
  });
});

describe("an absence", () => {
  it("is refused before the start as 0229, which names both times", () => expectAsRecorded("0229"));
});

describe("entity tags", () => {
  it("are weak ones of the recorded form and length", async () => {
    const { fake, clock } = createRecordedWorld();
    clock.set(recording("0350").recordedAt);
    const etag = (await fake.handle(requestOf("0350"))).headers.get("etag") ?? "";
    const recorded = recording("0350").response.headers.etag ?? "";
    expect(etag).toMatch(/^W\/"[0-9a-f]+-[\w+/]{27}"$/);
    expect(recorded).toMatch(/^W\/"[0-9a-f]+-[\w+/]{27}"$/);
    expect(etag.split("-")[0]).toBe(recorded.split("-")[0]);
  });

  it("that still hold are answered with 304 and no body as 0351", () => expectAsRecorded("0351"));
});

describe("a slow receiver of a cancellation", () => {
  it("keeps the slot busy until it has answered, as 0211 saw in the middle of 0212", () =>
    expectAsRecorded("0211"));
});
