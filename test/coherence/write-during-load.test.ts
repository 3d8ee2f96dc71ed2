import { expect, it } from "vitest";
import { ANN, at, createWorld, DAY, onDay, sourceOf, timesOf } from "../helpers/world.ts";

it("does not keep what a load brought when the same client wrote meanwhile", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  const gate = fake.pause({ method: "GET", path: "/v2/slots", phase: "beforeReply" });
  const early = calcom.slots.list(onDay(half.id));
  await gate.reached;
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  gate.release();
  expect((await early).slots[DAY]?.[0]?.start).toBe(at("09:00"));
  expect(await timesOf(calcom, half.id)).not.toContain("09:00");
});

it("does not keep what a load brought when another client of the store wrote meanwhile", async () => {
  const { fake, half, client } = createWorld();
  const [reader, writer] = [client(), client()];
  const gate = fake.pause({ method: "GET", path: "/v2/slots", phase: "beforeReply" });
  const early = reader.slots.list(onDay(half.id));
  await gate.reached;
  await writer.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  gate.release();
  await early;
  expect(await timesOf(reader, half.id)).not.toContain("09:00");
  expect(await timesOf(writer, half.id)).not.toContain("09:00");
});

it("does not let a read that starts after a write join a load that left before it", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  const gate = fake.pause({ method: "GET", path: "/v2/slots", phase: "beforeReply" });
  const early = calcom.slots.list(onDay(half.id));
  await gate.reached;
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  const late = timesOf(calcom, half.id);
  gate.release();
  await early;
  expect(await late).not.toContain("09:00");
});

it("re-checks a shared load that left before the reader came when a write lands after", async () => {
  const { fake, half, client } = createWorld();
  const calcom = client();
  const gate = fake.pause({ method: "GET", path: "/v2/slots", phase: "beforeReply" });
  const first = calcom.slots.list(onDay(half.id));
  await gate.reached;
  const second = calcom.slots.list(onDay(half.id));
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:00"), attendee: ANN });
  gate.release();
  expect((await first).provenance.loadBeganAt).toBeLessThanOrEqual(
    (await second).provenance.loadBeganAt,
  );
  expect((await second).slots[DAY]?.[0]?.start).toBe(at("09:30"));
});

it("reaches the host's other event type", async () => {
  const { hour, half, client } = createWorld();
  const calcom = client();
  expect(await timesOf(calcom, hour.id)).toContain("09:00");
  expect(await sourceOf(calcom, hour.id)).toBe("cache");
  await calcom.bookings.create({ eventTypeId: half.id, start: at("09:30"), attendee: ANN });
  expect(await timesOf(calcom, hour.id)).not.toContain("09:00");
});
