import { expect, it } from "vitest";
import { TRIGGERS } from "../../../src/webhooks/event-change.ts";
import { signed, sorted, warmReceiver } from "./deliveries.ts";

const PAYLOAD = { uid: "u1", eventTypeId: 1, organizer: { id: 1 }, schedulingType: null };

const spellings = Object.keys(TRIGGERS).flatMap((trigger) => [
  [trigger.replaceAll("_", "."), trigger] as const,
  [trigger.toLowerCase().replaceAll("_", "."), trigger] as const,
  [trigger.toLowerCase(), trigger] as const,
]);

it.each(spellings)("%s is understood as %s", async (spelling, trigger) => {
  const tagsOf = async (triggerEvent: string) => {
    const { calcom } = await warmReceiver({ known: [1] });
    const received = await calcom.receiveWebhook(
      await signed({ triggerEvent, createdAt: "x", payload: PAYLOAD }),
    );
    expect(received).toMatchObject({ event: { triggerEvent: trigger }, reason: undefined });
    return sorted(received.invalidated);
  };
  expect(await tagsOf(spelling)).toEqual(await tagsOf(trigger));
});

it.each(["booking.from.the.future", "BOOKING CREATED", "__PROTO__", "constructor", ""])(
  "%j stays as it is, and is unknown",
  async (triggerEvent) => {
    const { calcom } = await warmReceiver({ known: [1] });
    const received = await calcom.receiveWebhook(await signed({ triggerEvent, payload: PAYLOAD }));
    expect(received).toMatchObject({ event: { triggerEvent }, reason: "unknown-trigger" });
    expect(received.invalidated).toContain("all");
  },
);
