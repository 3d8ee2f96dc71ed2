import { describe, expectTypeOf, it } from "vitest";
import type {
  CalcomClient,
  CalcomEventName,
  CalcomEvents,
  Coherence,
  WebhookEvent,
  WebhookResult,
} from "../../src/index.ts";

declare const calcom: CalcomClient;

describe("deliveries", () => {
  it("are taken as a request, or as raw body and headers", () => {
    calcom.handleWebhook(new Request("https://app.example"));
    calcom.handleWebhook({ body: new Uint8Array(), headers: { a: ["b"], c: undefined } });
    calcom.handleWebhook({ body: "", headers: new Headers() });
    // @ts-expect-error: a parsed body has lost its bytes
    calcom.handleWebhook({ body: { triggerEvent: "PING" }, headers: {} });
    // @ts-expect-error: the signature is in the headers
    calcom.handleWebhook({ body: "" });
  });

  it("give an event whose payload is to be looked at first", async () => {
    const { event } = await calcom.handleWebhook({ body: "", headers: {} });
    expectTypeOf(event).toEqualTypeOf<WebhookEvent>();
    expectTypeOf(event.triggerEvent).toEqualTypeOf<string | undefined>();
    expectTypeOf(event.payload).toEqualTypeOf<Readonly<Record<string, unknown>>>();
    expectTypeOf(event.payload.uid).toEqualTypeOf<unknown>();
    expectTypeOf<WebhookResult>().toEqualTypeOf<{
      readonly event: WebhookEvent;
      readonly duplicate: boolean;
      readonly invalidated: readonly string[];
    }>();
  });
});

describe("listeners", () => {
  it("hear what their event carries", () => {
    const stop = calcom.on("invalidated", (event) => {
      expectTypeOf(event).toEqualTypeOf<CalcomEvents["invalidated"]>();
      expectTypeOf(event.tags).toEqualTypeOf<readonly string[]>();
      expectTypeOf(event.coherence).toEqualTypeOf<Coherence>();
      // @ts-expect-error: it is about tags
      event.layer;
    });
    expectTypeOf(stop).toEqualTypeOf<() => void>();
    calcom.on("hit", ({ layer }) => expectTypeOf(layer).toEqualTypeOf<string>());
  });

  it("listen to events that exist", () => {
    expectTypeOf<CalcomEventName>().toEqualTypeOf<keyof CalcomEvents>();
    expectTypeOf<
      "hit" | "miss" | "invalidated" | "store-failed" | "store-breaker" | "pool-unknown"
    >().toExtend<CalcomEventName>();
    // @ts-expect-error: it is called invalidated
    calcom.on("invalidate", () => undefined);
  });
});
