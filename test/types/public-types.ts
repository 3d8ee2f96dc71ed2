// Compiled by `npm run typecheck`, never run: a line that does not compile is a failure, and so is
// an expected error that is none.
import type {
  BookingResult,
  Bookings,
  BookingsReader,
  CalcomClient,
  CalcomClientOptions,
  CalcomErrorCode,
  CalcomEvents,
  Coherence,
  LoadContext,
  Provenance,
  Slot,
  SlotsAnswer,
  SlotsReader,
  WebhookEvent,
  WebhookResult,
} from "../../src/index.ts";
import type { Expect, Leaks, Same } from "./probes.ts";

type Clean<T> = Same<Leaks<T>, false>;
type Given<T extends (...args: never[]) => unknown> = Awaited<ReturnType<T>>;

export type NoAnyInAnswers = [
  Expect<Clean<Given<SlotsReader["list"]>>>,
  Expect<Clean<Given<BookingsReader["get"]>>>,
  Expect<Clean<Given<Bookings["create"]>>>,
  Expect<Clean<Given<Bookings["reschedule"]>>>,
  Expect<Clean<Given<Bookings["cancel"]>>>,
  Expect<Clean<Given<CalcomClient["handleWebhook"]>>>,
  Expect<Clean<Given<CalcomClient["versionOf"]>>>,
  Expect<Clean<Given<CalcomClient["invalidate"]>>>,
  Expect<Clean<CalcomEvents>>,
  Expect<Clean<LoadContext["slots"]>>,
  Expect<Clean<LoadContext["bookings"]>>,
];

export type NoAnyInQuestions = [
  Expect<Clean<Parameters<SlotsReader["list"]>[number]>>,
  Expect<Clean<Parameters<Bookings["create"]>[number]>>,
  Expect<Clean<Parameters<Bookings["reschedule"]>[number]>>,
  Expect<Clean<Parameters<Bookings["cancel"]>[number]>>,
  Expect<Clean<Parameters<CalcomClient["invalidate"]>[number]>>,
  Expect<
    Clean<
      Pick<CalcomClientOptions, "apiKey" | "baseUrl" | "invalidation" | "ttl" | "webhookSecret">
    >
  >,
];

export type FixedMembers = Expect<
    | "slots"
    | "bookings"
    | "layer"
    | "handleWebhook"
    | "invalidate"
    | "versionOf"
    | "setMode"
    | "on"
    | "close" extends keyof CalcomClient
    ? true
    : false
>;

export type FixedOptions = Expect<
    | "apiKey"
    | "baseUrl"
    | "namespace"
    | "principal"
    | "webhookSecret"
    | "store"
    | "ttl"
    | "invalidation"
    | "onStoreDown"
    | "timeoutMs"
    | "fetch"
    | "logger"
    | "clock" extends keyof CalcomClientOptions
    ? true
    : false
>;

export type FixedShapes = [
  Expect<Same<keyof SlotsAnswer, "slots" | "provenance">>,
  Expect<
    Same<
      keyof Provenance,
      "layer" | "source" | "loadBeganAt" | "ageMs" | "expiresAt" | "versions" | "requestId"
    >
  >,
  Expect<Same<Provenance["source"], "cache" | "origin">>,
  Expect<Same<keyof BookingResult, "booking" | "occurrences" | "coherence" | "reconciled">>,
  Expect<Same<Coherence, "confirmed" | "deferred">>,
  Expect<Same<keyof WebhookResult, "event" | "duplicate" | "invalidated">>,
  Expect<Same<WebhookEvent["payload"], Readonly<Record<string, unknown>>>>,
  Expect<
    Same<
      CalcomErrorCode,
      | "api_error"
      | "api_version"
      | "booking_limit_reached"
      | "circular_layer"
      | "configuration"
      | "invalid_input"
      | "invalid_response"
      | "network"
      | "rate_limited"
      | "slot_taken"
      | "store_unavailable"
      | "timeout"
      | "unknown_outcome"
      | "webhook_payload"
      | "webhook_signature"
      | "write_inside_load"
    >
  >,
];

const ATTENDEE = { name: "Ann", timeZone: "UTC" };

export async function reads(calcom: CalcomClient): Promise<void> {
  const window = { eventTypeId: 1, start: "2026-12-07", end: "2026-12-07" };
  const { slots, provenance } = await calcom.slots.list(window, {
    signal: AbortSignal.abort(),
    timeoutMs: 5,
    cache: "refresh",
  });
  const day: readonly Slot[] | undefined = slots["2026-12-07"];
  day?.[0]?.start satisfies string | undefined;
  provenance.requestId satisfies string | undefined;
  // @ts-expect-error: a date may have no slots
  slots["2026-12-07"].length;
  // @ts-expect-error: answers are frozen
  slots["2026-12-07"] = [];
  // @ts-expect-error: and so are their days
  day?.push({ start: "x", end: "y" });
  // @ts-expect-error: a window has an end
  await calcom.slots.list({ eventTypeId: 1, start: "2026-12-07" });
  // @ts-expect-error: an event type is a number
  await calcom.slots.list({ ...window, eventTypeId: "1" });
  // @ts-expect-error: a misspelt part is no part
  await calcom.slots.list({ ...window, timezone: "UTC" });
  // @ts-expect-error: there is no such use of the cache
  await calcom.slots.list(window, { cache: "force-cache" });

  const booking = await calcom.bookings.get("u");
  booking.uid satisfies string;
  booking.attendees[0]?.email satisfies string | null | undefined;
  // @ts-expect-error: a field nobody knows is to be looked at first
  booking.newerField.deep;
  // @ts-expect-error: bookings are never cached
  await calcom.bookings.get("u", { cache: "use" });
}

export async function writes(calcom: CalcomClient): Promise<void> {
  const start = "2026-12-07T09:00:00Z";
  const { occurrences, coherence } = await calcom.bookings.create(
    { eventTypeId: 1, start, attendee: ATTENDEE, newerField: 1 },
    { timeoutMs: 5 },
  );
  coherence satisfies Coherence;
  // @ts-expect-error: only a series has occurrences
  occurrences.length;
  // @ts-expect-error: somebody comes
  await calcom.bookings.create({ eventTypeId: 1, start });
  // @ts-expect-error: in some zone
  await calcom.bookings.create({ eventTypeId: 1, start, attendee: { name: "Ann" } });
  // @ts-expect-error: a move has a time
  await calcom.bookings.reschedule("u", {});
  await calcom.bookings.cancel("u");
  // @ts-expect-error: writes are not cached
  await calcom.bookings.cancel("u", {}, { cache: "use" });
}

export async function tells(calcom: CalcomClient): Promise<void> {
  const stop = calcom.on("invalidated", ({ tags, cause, coherence }) => {
    tags satisfies readonly string[];
    cause satisfies "write" | "webhook" | "request" | "topology";
    coherence satisfies Coherence;
  });
  stop satisfies () => void;
  // @ts-expect-error: there is no such event
  calcom.on("invalidate", () => undefined);

  await calcom.handleWebhook(new Request("https://app.example"));
  await calcom.handleWebhook({ body: new Uint8Array(), headers: { a: ["b"], c: undefined } });
  // @ts-expect-error: a parsed body has lost its bytes
  await calcom.handleWebhook({ body: { triggerEvent: "PING" }, headers: {} });
  const { event } = await calcom.handleWebhook({ body: "", headers: new Headers() });
  // @ts-expect-error: a payload is to be looked at first
  event.payload.uid satisfies string;

  await calcom.invalidate({ eventTypeId: 1 });
  await calcom.invalidate({ hostId: 1 });
  await calcom.invalidate({ tags: ["event-type:1"] });
  await calcom.invalidate("all");
  // @ts-expect-error: it is all or something
  await calcom.invalidate("everything");
  (await calcom.versionOf("all")) satisfies string;
  calcom.setMode("bypass");
  // @ts-expect-error: there are two modes
  calcom.setMode("off");
}

export async function layers(calcom: CalcomClient): Promise<void> {
  const mornings = calcom.layer("mornings", {
    key: (day: string) => [day],
    load: async (day, context) => {
      day satisfies string;
      context.signal satisfies AbortSignal;
      const { slots } = await context.slots.list({ eventTypeId: 1, start: day, end: day });
      return { first: slots[day]?.[0]?.start ?? null };
    },
    ttlMs: (value) => (value.first === null ? 1 : 2),
  });
  const value = await mornings.get("2026-12-07");
  value satisfies Readonly<{ first: string | null }>;
  // @ts-expect-error: answers are frozen
  value.first = null;
  // @ts-expect-error: the question has a type
  await mornings.get(7);
  const { provenance } = await mornings.read("2026-12-07", { cache: "bypass" });
  provenance satisfies Provenance;
  calcom.layer("outer", {
    key: (day: string) => [day],
    load: async (day, context) => (await context.get(mornings, day)).first,
    ttlMs: 5,
  }) satisfies { get(day: string): Promise<string | null> };
  calcom.layer("broken", {
    // @ts-expect-error: a key is made of what JSON can hold
    key: (day: Date) => [day],
    load: () => null,
    ttlMs: 5,
  });
  calcom.layer("writing", {
    key: () => [],
    // @ts-expect-error: a load has nothing to write with
    load: (_query: undefined, context) => context.bookings.create({}),
    ttlMs: 5,
  });
}
