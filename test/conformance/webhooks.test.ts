import { beforeAll, describe, expect, it } from "vitest";
import type { FakeCalcom } from "../../src/testing/fake-calcom.ts";
import { NO_SECRET_SIGNATURE, signBody } from "../../src/webhooks/signature.ts";
import { deliveries, delivery, secrets, shape } from "./deliveries.ts";
import { createRecordedWorld } from "./recorded-world.ts";

describe("recorded deliveries", () => {
  for (const { n, url, rawHeaders, bodyUtf8 } of deliveries) {
    it(`verifies the signature of delivery ${n}`, async () => {
      const sent = rawHeaders.find(([name]) => name === "X-Cal-Signature-256")?.[1];
      const secret = secrets[url];
      expect(sent).toBe(
        secret === undefined ? NO_SECRET_SIGNATURE : await signBody(bodyUtf8, secret),
      );
    });
  }
});

describe("the fake's deliveries have the recorded fields and time formats", () => {
  const sent = new Map<number, string>();

  async function collect(fake: FakeCalcom): Promise<void> {
    const attendee = {
      name: "Ann Attendee",
      email: "ann@example.test",
      timeZone: "America/New_York",
    };
    const note = (n: number) => sent.set(n, fake.webhooks.deliveries.at(-1)?.body ?? "");
    const made = await fake.bookings.book({
      eventTypeId: 1,
      start: "2026-12-07T10:00:00Z",
      attendee,
      metadata: { orderId: "o-123" },
    });
    note(1);
    await fake.bookings.cancel(made.uid, "x");
    const early = { eventTypeId: 1, start: "2026-12-15T10:00:00Z", attendee };
    const first = await fake.bookings.book(early);
    const moved = await fake.bookings.reschedule(first.uid, "2026-12-15T11:00:00Z");
    note(40);
    await fake.bookings.cancel(moved.uid, "x");
    note(41);
    const eight = { eventTypeId: 5, start: "2026-12-07T16:00:00Z" };
    await fake.bookings.book({
      ...eight,
      attendee: { ...attendee, name: "Ed", email: "ed@example.test" },
    });
    note(8);
    const headers = {
      authorization: "Bearer cal_live_alice0000000000000000000000000001",
      "cal-api-version": "2024-08-13",
    };
    const asked = { eventTypeId: 3, start: "2026-12-15T12:00:00Z", attendee };
    const pending = await fake.bookings.book(asked);
    const confirm = `${fake.baseUrl}/bookings/${pending.uid}/confirm`;
    await fake.fetch(confirm, { method: "POST", headers });
    note(43);
    const cc = { ...attendee, name: "Cc", email: "cc@example.test" };
    const request = { eventTypeId: 3, start: "2026-12-09T15:00:00Z", attendee: cc };
    await fake.bookings.book(request);
    note(16);
    const ce = { ...attendee, name: "Ce", email: "ce@example.test" };
    const declined = await fake.bookings.book({
      ...request,
      start: "2026-12-09T16:00:00Z",
      attendee: ce,
    });
    await fake.fetch(`${fake.baseUrl}/bookings/${declined.uid}/decline`, {
      method: "POST",
      headers,
      body: JSON.stringify({ reason: "not possible" }),
    });
    note(19);
  }

  beforeAll(async () => {
    const { fake } = createRecordedWorld();
    fake.webhooks.subscribe({ url: "https://app.example/hook", userId: 1 });
    await collect(fake);
  });

  for (const [n, what] of [
    [1, "a new booking"],
    [8, "a new booking on Cal Video"],
    [16, "a request"],
    [19, "a declined request"],
    [40, "a rescheduled booking"],
    [41, "a cancelled booking"],
    [43, "a confirmed request"],
  ] as const) {
    it(`${what} (delivery ${n})`, () => {
      const recorded: unknown = JSON.parse(delivery(n).bodyUtf8);
      expect(shape(JSON.parse(sent.get(n) ?? "null"))).toEqual(shape(recorded));
    });
  }
});
