import { describe, expect, it } from "vitest";
import { nextLife, nextTags } from "../../../src/adapters/next.ts";
import { QUESTION } from "../api/slots-stub.ts";
import { signed, warmReceiver } from "../webhooks/deliveries.ts";

const tagged = (...tags: string[]) => ({
  versions: Object.fromEntries(tags.map((tag) => [tag, "version"])),
});
const COARSE = ["calcom:all", "calcom:unknown"];

describe("nextTags", () => {
  it("names what an answer depends on", async () => {
    const { calcom } = await warmReceiver({ known: [1] });
    const { provenance } = await calcom.slots.list(QUESTION);
    expect(nextTags(provenance)).toEqual(
      expect.arrayContaining(["calcom:all", "calcom:event-type:1", "calcom:host:1"]),
    );
  });

  it("names everything that several answers depend on, once", () => {
    const tags = nextTags(tagged("all", "event-type:1"), tagged("all", "event-type:2"));
    expect(tags).toEqual(["calcom:all", "calcom:event-type:1", "calcom:event-type:2"]);
  });

  it("lets `all` be found on everything", () => {
    expect(nextTags(tagged("event-type:1"))).toContain("calcom:all");
  });

  it("falls back to what every change bumps where Next would drop some", () => {
    const hosts = Array.from({ length: 64 }, (_, id) => `host:${id}`);
    expect(nextTags(tagged("all", ...hosts.slice(1)))).toHaveLength(64);
    expect(nextTags(tagged("all", ...hosts))).toEqual(COARSE);
    expect(nextTags(tagged(`email:${"a".repeat(250)}`))).toEqual(COARSE);
  });

  it("falls back to it where nothing is known", () => {
    expect(nextTags()).toEqual(COARSE);
    expect(nextTags(tagged("all"), tagged())).toEqual(COARSE);
  });
});

describe("nextLife", () => {
  const answer = {
    ...tagged("all"),
    loadBeganAt: 1_000_000,
    ageMs: 10_000,
    freshUntil: 1_060_999,
    storable: true,
  };
  const forSeconds = (seconds: number) => ({ stale: 0, revalidate: seconds, expire: seconds });

  it("is what is left of the answer's, in whole seconds", () => {
    expect(nextLife(answer)).toEqual(forSeconds(50));
  });

  it("is the shortest of several", () => {
    expect(nextLife(answer, { ...answer, ageMs: 30_000 })).toEqual(forSeconds(30));
  });

  it("stays below the five minutes from which Next makes pages beforehand", () => {
    expect(nextLife({ ...answer, freshUntil: 9_000_000 })).toEqual(forSeconds(299));
    expect(nextLife({ ...answer, freshUntil: Number.POSITIVE_INFINITY })).toEqual(forSeconds(299));
  });

  it("is over at once where the answer may not be kept, has expired, or is none", () => {
    expect(nextLife({ ...answer, storable: false })).toEqual(forSeconds(0));
    expect(nextLife({ ...answer, ageMs: 70_000 })).toEqual(forSeconds(0));
    expect(nextLife()).toEqual(forSeconds(0));
  });

  it("is over at once while Cal.com may still answer with the old state", async () => {
    const { calcom, clock } = await warmReceiver({ known: [1] });
    const life = async () => nextLife((await calcom.slots.list(QUESTION)).provenance).expire;
    expect(await life()).toBe(60);
    await calcom.handleWebhook(await signed({ triggerEvent: "BOOKING_CREATED", payload: {} }));
    expect(await life()).toBe(0);
    await clock.advance(5_000);
    // What nobody recognises may be a cancel, which Cal.com may commit late.
    expect(await life()).toBe(10);
  });
});
