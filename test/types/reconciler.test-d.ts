import { expectTypeOf, it } from "vitest";
import type {
  BlindSpotCode,
  CalcomClient,
  ComparedSetting,
  ReconcileReport,
  Reconciler,
  WebhookTrigger,
} from "../../src/index.ts";

declare const calcom: CalcomClient;

it("the reconciler is made of options that are all optional", () => {
  expectTypeOf(calcom.reconciler()).toEqualTypeOf<Reconciler>();
  calcom.reconciler({ compare: ["schedules"], teamIds: [5], keepAlive: true });
  // @ts-expect-error: bookings are always read, and not compared
  calcom.reconciler({ compare: ["bookings"] });
});

it("a pass says what it did", async () => {
  expectTypeOf(await calcom.reconciler().run()).toEqualTypeOf<ReconcileReport>();
  expectTypeOf<ReconcileReport>().toEqualTypeOf<{
    readonly ran: boolean;
    readonly found: number;
    readonly applied: number;
    readonly startedOver: boolean;
    readonly changedSettings: readonly ComparedSetting[];
    readonly tookMs: number;
  }>();
});

it("an ensured subscription says what it does not hear of", async () => {
  const ensured = await calcom.webhooks.ensure({ url: "" }, { teamId: 5, eventTypeId: 1 });
  expectTypeOf(ensured.outcome).toEqualTypeOf<"created" | "updated" | "unchanged">();
  expectTypeOf(ensured.refusedTriggers).toEqualTypeOf<readonly WebhookTrigger[]>();
  expectTypeOf(ensured.blindSpots).toEqualTypeOf<
    readonly { readonly code: BlindSpotCode; readonly message: string }[]
  >();
  // @ts-expect-error: a team has no subscriptions of its own (API.md 11.1)
  calcom.webhooks.ensure({ url: "" }, { teamId: 5 });
});
