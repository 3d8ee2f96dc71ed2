import { describe, expect, it, vi } from "vitest";
import { memoryStore } from "../../../src/index.ts";
import { signed, warmReceiver } from "./deliveries.ts";

const NEW = { uid: "new", eventTypeId: 1, startTime: "2026-12-07T09:00:00Z", schedulingType: null };
const HOST = { organizer: { id: 1, email: "alice@example.test" } };
const ANN = { email: "ann@example.test" };

/** What the last of these deliveries bumps, where every host is known. */
async function bumped(...bodies: readonly object[]): Promise<readonly string[]> {
  const { calcom } = await warmReceiver({ known: [1] });
  let last: readonly string[] = [];
  for (const body of bodies) {
    last = (await calcom.handleWebhook(await signed(body))).invalidated;
  }
  return last;
}

describe("what a template leaves out makes more be orphaned, never less", () => {
  const old = { triggerEvent: "BOOKING_CREATED", payload: { ...NEW, ...HOST, uid: "old" } };
  const knownOld = { ...old, payload: { ...old.payload, attendees: [ANN] } };
  const moved = { ...NEW, ...HOST, rescheduleUid: "old" };

  it.each<[string, unknown]>([
    ["nobody is named", undefined],
    ["nobody is in the list", []],
    ["it is a text", "Ann"],
    ["one has no address", [ANN, { name: "Bob" }]],
    ["one has an empty address", [ANN, { email: "" }]],
  ])("the attendees, who may be hosts elsewhere: %s", async (_what, attendees) => {
    const created = { triggerEvent: "BOOKING_CREATED", ...NEW, attendees };
    expect(await bumped(created)).toContain("all");
    const cancelled = { ...created, triggerEvent: "BOOKING_CANCELLED" };
    expect(await bumped(created, cancelled)).toContain("all");
    const replaced = { triggerEvent: "BOOKING_RESCHEDULED", payload: { ...moved, attendees } };
    expect(await bumped(knownOld, replaced)).toContain("all");
  });

  it("but not where they are named", async () => {
    const replaced = {
      triggerEvent: "BOOKING_RESCHEDULED",
      payload: { ...moved, attendees: [ANN] },
    };
    expect(await bumped(knownOld, replaced)).not.toContain("all");
  });

  it("the old booking, though its place in the template is empty as another's uid was", async () => {
    const nameless = { ...knownOld, payload: { ...knownOld.payload, uid: "" } };
    const payload = { ...moved, attendees: [ANN], rescheduleUid: "" };
    expect(await bumped(nameless, { triggerEvent: "BOOKING_RESCHEDULED", payload })).toContain(
      "all",
    );
  });

  it("and an empty one makes no move of a booking", async () => {
    const payload = { ...NEW, ...HOST, attendees: [ANN], rescheduleUid: "" };
    expect(await bumped({ triggerEvent: "BOOKING_CREATED", payload })).not.toContain("all");
  });
});

it.each([
  ["an address", "ann@example.test"],
  ["a text", "u1 of Ann"],
  ["longer than any", "u".repeat(201)],
])("what is no uid names nothing in the store: %s", async (_what, odd) => {
  const store = memoryStore();
  const [read, write] = [vi.spyOn(store, "read"), vi.spyOn(store, "write")];
  const { calcom } = await warmReceiver({ known: [1], store });
  const payload = { ...NEW, ...HOST, uid: odd, rescheduleUid: `${odd}s`, attendees: [ANN] };
  for (const triggerEvent of ["BOOKING_CREATED", "BOOKING_CANCELLED"]) {
    const received = await calcom.receiveWebhook(await signed({ triggerEvent, payload }));
    expect(received.invalidated).toContain("all");
    await received.done();
  }
  const keys = [...read.mock.calls, ...write.mock.calls].map(([key]) =>
    decodeURIComponent(key ?? ""),
  );
  expect(keys.some((key) => key.includes(":event:"))).toBe(true);
  expect(keys.join()).not.toContain(odd);
});
