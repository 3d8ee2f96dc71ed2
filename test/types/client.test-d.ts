import { describe, expectTypeOf, it } from "vitest";
import {
  CalcomClient,
  type CalcomClientOptions,
  keyvStore,
  type LoadContext,
  type memoryStore,
  type Provenance,
} from "../../src/index.ts";

declare const calcom: CalcomClient;

describe("the client", () => {
  it("has the names that applications are written against", () => {
    expectTypeOf<
      | "slots"
      | "bookings"
      | "reservations"
      | "eventTypes"
      | "schedules"
      | "outOfOffice"
      | "webhooks"
      | "calendars"
      | "teams"
      | "layer"
      | "handleWebhook"
      | "invalidate"
      | "versionOf"
      | "request"
      | "setMode"
      | "on"
      | "close"
    >().toExtend<keyof CalcomClient>();
  });

  it("needs no option, and takes each of these", () => {
    expectTypeOf<{
      apiKey: string | undefined;
      baseUrl: string;
      namespace: string;
      principal: string;
      webhookSecret: readonly string[];
      store: ReturnType<typeof memoryStore>;
      ttl: { emptyMs: number; nearMs: number; nearWindowMs: number; farMs: number };
      invalidation: {
        width: "hosts";
        pools: { 1: { id: number; email: string }[] };
        settleMs: { write: number; webhook: number };
        fenceMs: number;
      };
      onStoreDown: "refuse";
      timeoutMs: number;
      retries: number;
      deployment: "selfHosted";
      apiVersions: { slots: string };
      fetch: typeof globalThis.fetch;
      logger: Console;
    }>().toExtend<CalcomClientOptions>();
    new CalcomClient();
    new CalcomClient({ webhookSecret: process.env.CALCOM_WEBHOOK_SECRET });
    new CalcomClient({ invalidation: { pools: "auto", settleMs: 5 } });
    new CalcomClient({ invalidation: { pools: "off", width: "account" } });
    new CalcomClient({ invalidation: { pools: async (id) => [{ id, email: "a@b.test" }] } });
    new CalcomClient({ store: keyvStore(new Map()) });
  });

  it("refuses options that would do nothing", () => {
    // @ts-expect-error: there is no such width
    new CalcomClient({ invalidation: { width: "host" } });
    // @ts-expect-error: a store away is no reason for anything else
    new CalcomClient({ onStoreDown: "ignore" });
    // @ts-expect-error: a misspelt option is no option
    new CalcomClient({ timeout: 5 });
    // @ts-expect-error: hosts are known by id and address
    new CalcomClient({ invalidation: { pools: { 1: [{ id: 1 }] } } });
    // @ts-expect-error: there are two kinds of servers
    new CalcomClient({ deployment: "cloud" });
    // @ts-expect-error: versions are kept for resources
    new CalcomClient({ apiVersions: { booking: "2024-08-13" } });
  });

  it("is told what has changed, as a whole or by name", () => {
    expectTypeOf(calcom.invalidate({ eventTypeId: 1 })).resolves.toEqualTypeOf<void>();
    expectTypeOf(calcom.versionOf("all")).resolves.toEqualTypeOf<string>();
    calcom.invalidate({ hostId: 1, tags: ["event-type:1"] });
    // @ts-expect-error: it is all or something
    calcom.invalidate("everything");
    // @ts-expect-error: and something has a name
    calcom.invalidate({ bookingUid: "u" });
    calcom.setMode("bypass");
    // @ts-expect-error: there are two modes
    calcom.setMode("off");
  });
});

describe("layers", () => {
  const mornings = calcom.layer("mornings", {
    key: (day: string) => [day],
    load: async (day, context) => {
      expectTypeOf(day).toEqualTypeOf<string>();
      expectTypeOf(context).toEqualTypeOf<LoadContext>();
      const { slots } = await context.slots.list({ eventTypeId: 1, start: day, end: day });
      return { first: slots[day]?.[0]?.start ?? null };
    },
    ttlMs: (value) => (value.first === null ? 1 : 2),
  });

  it("give what their load makes, frozen, for the question it takes", async () => {
    const value = await mornings.get("2026-12-07");
    expectTypeOf(value).toEqualTypeOf<Readonly<{ first: string | null }>>();
    // @ts-expect-error: answers are frozen
    value.first = null;
    // @ts-expect-error: the question has a type
    mornings.get(7);
    const { provenance } = await mornings.read("2026-12-07", { cache: "bypass" });
    expectTypeOf(provenance).toEqualTypeOf<Provenance>();
  });

  it("read each other through the context", () => {
    const outer = calcom.layer("outer", {
      key: (day: string) => [day],
      load: async (day, context) => (await context.get(mornings, day)).first,
      ttlMs: 5,
    });
    expectTypeOf(outer.get).parameter(0).toEqualTypeOf<string>();
    expectTypeOf(outer.get("2026-12-07")).resolves.toEqualTypeOf<string | null>();
  });

  it("have keys of what JSON can hold", () => {
    calcom.layer("broken", {
      // @ts-expect-error: a date is none of it
      key: (day: Date) => [day],
      load: () => null,
      ttlMs: 5,
    });
  });

  it("read everything that can be read, and have nothing to write with", () => {
    expectTypeOf<keyof LoadContext>().toEqualTypeOf<
      | "slots"
      | "bookings"
      | "eventTypes"
      | "schedules"
      | "outOfOffice"
      | "webhooks"
      | "calendars"
      | "teams"
      | "signal"
      | "get"
    >();
    type Reads = {
      [Name in Exclude<keyof LoadContext, "signal" | "get">]: keyof LoadContext[Name];
    };
    expectTypeOf<Reads>().toEqualTypeOf<{
      slots: "list" | "alternatives";
      bookings: "get" | "getBySeat" | "getSeries" | "attendees" | "list";
      eventTypes: "get" | "list";
      schedules: "get" | "getDefault" | "list";
      outOfOffice: "list";
      webhooks: "get" | "list";
      calendars: "busyTimes" | "list";
      teams: "get" | "list" | "memberships";
    }>();
  });
});
