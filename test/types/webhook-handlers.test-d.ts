import { describe, expectTypeOf, it } from "vitest";
import type { CalcomClient } from "../../src/index.ts";
import type { TRIGGERS } from "../../src/webhooks/event-change.ts";
import {
  createWebhookHandler,
  type KnownTrigger,
  type KnownWebhookEvent,
  type UnrecognisedReason,
  type WebhookEvent,
  type WebhookHandler,
  type WebhookHandlers,
  type WebhookPayloads,
} from "../../src/webhooks/index.ts";

declare const calcom: CalcomClient;

describe("a trigger's handler", () => {
  it("is given what its trigger always has, and may have what it mostly has", () => {
    createWebhookHandler(calcom, {
      onBookingCreated: ({ triggerEvent, payload }, { outdated, reason }) => {
        expectTypeOf(triggerEvent).toEqualTypeOf<"BOOKING_CREATED">();
        expectTypeOf(payload.uid).toEqualTypeOf<string>();
        expectTypeOf(payload.startTime).toEqualTypeOf<string>();
        expectTypeOf(payload.title).toEqualTypeOf<string | null | undefined>();
        expectTypeOf(payload.organizer?.id).toEqualTypeOf<number | null | undefined>();
        expectTypeOf(payload.attendees?.[0]?.email).toEqualTypeOf<string | null | undefined>();
        expectTypeOf(payload.fromTheFuture).toEqualTypeOf<unknown>();
        expectTypeOf(outdated).toEqualTypeOf<boolean>();
        expectTypeOf(reason).toEqualTypeOf<UnrecognisedReason | undefined>();
        // @ts-expect-error: it is everybody's
        payload.uid = "other";
      },
      onBookingNoShowUpdated: async ({ payload }) => {
        expectTypeOf(payload.bookingUid).toEqualTypeOf<string>();
        expectTypeOf(payload.attendees?.[0]?.noShow).toEqualTypeOf<boolean | null | undefined>();
      },
      onOooCreated: ({ payload }) => {
        expectTypeOf(payload.oooEntry.start).toEqualTypeOf<string>();
      },
      onMeetingEnded: ({ payload }) => expectTypeOf(payload.uid).toEqualTypeOf<string>(),
    });
  });

  it("has the name of its trigger", () => {
    createWebhookHandler(calcom, {
      // @ts-expect-error: it is called onBookingCancelled
      onBookingCanceled: () => undefined,
    });
    expectTypeOf<keyof WebhookHandlers>().toExtend<`on${string}`>();
    expectTypeOf<WebhookHandlers["onBookingPaid"]>().toEqualTypeOf<
      WebhookHandler<"BOOKING_PAID"> | undefined
    >();
  });

  it("exists for every trigger, with a payload of its own", () => {
    expectTypeOf<KnownTrigger>().toEqualTypeOf<keyof typeof TRIGGERS>();
    expectTypeOf<keyof WebhookPayloads>().toEqualTypeOf<KnownTrigger>();
  });
});

describe("the handlers of all", () => {
  it("are given what has come, whatever it is", () => {
    createWebhookHandler(calcom, {
      onAny: (event) => {
        expectTypeOf(event).toEqualTypeOf<WebhookEvent>();
        expectTypeOf(event.payload.uid).toEqualTypeOf<unknown>();
      },
      onUnrecognised: (event, { reason }) => {
        expectTypeOf(event.triggerEvent).toEqualTypeOf<string | undefined>();
        expectTypeOf(reason).toEqualTypeOf<
          "template" | "test" | "unknown-trigger" | "shape" | "mapping" | undefined
        >();
      },
      onError: (error, event) => {
        expectTypeOf(error).toEqualTypeOf<unknown>();
        expectTypeOf(event).toEqualTypeOf<WebhookEvent | undefined>();
      },
    });
  });
});

it("events of several triggers are told apart by their trigger", () => {
  const hear = (event: KnownWebhookEvent<"BOOKING_PAID" | "OOO_CREATED">) => {
    if (event.triggerEvent === "OOO_CREATED") {
      expectTypeOf(event.payload.oooEntry.end).toEqualTypeOf<string>();
    } else {
      expectTypeOf(event.payload.uid).toEqualTypeOf<string>();
    }
  };
  expectTypeOf(hear).toBeFunction();
});
