import { expect, it } from "vitest";
import { UnknownOutcomeError } from "../../src/index.ts";
import { ANN, at, createWorld, onDay, sourceOf, timesOf, warm } from "../helpers/world.ts";

const booking = (eventTypeId: number) => ({ eventTypeId, start: at("09:00"), attendee: ANN });
const POST = { method: "POST", path: "/v2/bookings" };

it("serves nothing old after a reply was lost behind the commit", async () => {
  const { fake, half, hour, client } = createWorld();
  const calcom = client();
  await warm(calcom, half.id, hour.id);
  fake.faults.dropReply(POST);
  const error = await calcom.bookings.create(booking(half.id)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnknownOutcomeError);
  expect(error).toMatchObject({ coherence: "confirmed", code: "unknown_outcome" });
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  expect(await timesOf(calcom, hour.id)).not.toContain("09:00");
});

it("serves nothing old after a 500 behind the commit", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  await warm(calcom, half.id);
  fake.faults.error500After(POST);
  await expect(calcom.bookings.create(booking(half.id))).rejects.toMatchObject({
    code: "unknown_outcome",
    status: 500,
  });
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("keeps nothing that was loaded before a commit that landed after the caller's timeout", async () => {
  const { fake, half, clock, client } = createWorld();
  const calcom = client({ timeoutMs: 10_000 });
  await warm(calcom, half.id);
  const late = fake.faults.commitLater({ ...POST, afterMs: 30_000, reply: "hang" });
  const write = calcom.bookings.create(booking(half.id)).catch((thrown: unknown) => thrown);
  await late.reached;
  await clock.advance(10_000);
  expect(await write).toMatchObject({ code: "unknown_outcome", cause: { code: "timeout" } });
  expect(await timesOf(calcom, half.id)).toContain("09:00");
  await clock.advance(20_000);
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  await clock.advance(40_000);
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
  expect(await sourceOf(calcom, half.id)).toBe("cache");
});

it.each([
  ["neither knows the hosts", "off", "off"],
  ["only the reader knows the hosts", "table", "off"],
  ["only the writer knows the hosts", "off", "table"],
] as const)("reaches the other event type being loaded when %s", async (_name, reads, writes) => {
  const { fake, half, hour, clock, client, pools } = createWorld();
  const clientWith = (knowledge: "off" | "table") =>
    client({
      ttl: { nearMs: 600_000 },
      invalidation: { pools: knowledge === "off" ? "off" : pools },
    });
  const [reader, writer] = [clientWith(reads), clientWith(writes)];
  const gate = fake.pause({ method: "GET", path: "/v2/slots", phase: "beforeReply" });
  const early = reader.slots.list(onDay(hour.id));
  await gate.reached;
  fake.faults.dropReply(POST);
  await expect(writer.bookings.create(booking(half.id))).rejects.toThrow(UnknownOutcomeError);
  gate.release();
  await early;
  expect(await timesOf(reader, hour.id)).not.toContain("09:00");
  await clock.advance(70_000);
  expect(await timesOf(reader, hour.id)).not.toContain("09:00");
});

it("never sends a write twice", async () => {
  const { fake, half, client } = createWorld();
  fake.faults.error500Before(POST);
  await expect(client().bookings.create(booking(half.id))).rejects.toThrow(UnknownOutcomeError);
  expect(fake.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
});
