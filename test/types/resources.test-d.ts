import { describe, expectTypeOf, it } from "vitest";
import type {
  Absence,
  CalcomClient,
  ConnectedCalendars,
  EventType,
  EventTypeResult,
  Membership,
  PagedList,
  Schedule,
  ScheduleResult,
  StoredWebhookSubscription,
  Team,
  WebhookSubscription,
} from "../../src/index.ts";

declare const calcom: CalcomClient;

describe("event types", () => {
  it("are a user's own or a team's", () => {
    const input = { title: "One", slug: "one", lengthInMinutes: 30 };
    expectTypeOf(calcom.eventTypes.get(1)).resolves.toEqualTypeOf<EventType>();
    expectTypeOf(calcom.eventTypes.create(input)).resolves.toEqualTypeOf<EventTypeResult>();
    calcom.eventTypes.list({ eventSlug: "one" }, { teamId: 5 });
    calcom.eventTypes.list({}, { organizationId: 1, teamId: 5 });
    // @ts-expect-error: an organization alone has none
    calcom.eventTypes.list({}, { organizationId: 1 });
    // @ts-expect-error: an event type has a length
    calcom.eventTypes.create({ title: "One", slug: "one" });
    // @ts-expect-error: a misspelt filter would list everything
    calcom.eventTypes.list({ slug: "one" });
    // @ts-expect-error: minutes are a number
    calcom.eventTypes.update(1, { afterEventBuffer: "15" });
  });
});

describe("schedules", () => {
  it("have hours of days", () => {
    const input = { name: "Mornings", timeZone: "UTC" };
    expectTypeOf(calcom.schedules.create(input)).resolves.toEqualTypeOf<ScheduleResult>();
    expectTypeOf(calcom.schedules.getDefault()).resolves.toEqualTypeOf<Schedule | null>();
    calcom.schedules.get(1, { organizationId: 1, userId: 7 });
    const hours = { startTime: "09:00", endTime: "12:00" };
    calcom.schedules.update(1, { availability: [{ days: ["Monday"], ...hours }] });
    // @ts-expect-error: days are written out
    calcom.schedules.update(1, { availability: [{ days: ["Mon"], ...hours }] });
    // @ts-expect-error: an override is of a date
    calcom.schedules.update(1, { overrides: [hours] });
    // @ts-expect-error: hours are in some zone
    calcom.schedules.create({ name: "Mornings" });
    // @ts-expect-error: nobody can be read through a team
    calcom.schedules.get(1, { teamId: 5 });
  });
});

describe("absences", () => {
  it("have a start, an end and a reason that Cal.com knows", () => {
    expectTypeOf(calcom.outOfOffice.list()).toEqualTypeOf<PagedList<Absence>>();
    calcom.outOfOffice.create({ start: "2026-12-24", end: "2026-12-31", reason: "vacation" });
    // @ts-expect-error: an absence ends
    calcom.outOfOffice.create({ start: "2026-12-24" });
    // @ts-expect-error: there is no such reason
    calcom.outOfOffice.update(1, { reason: "tired" });
    // @ts-expect-error: one member has a user id
    calcom.outOfOffice.delete(1, { teamId: 5 });
  });
});

describe("webhook subscriptions", () => {
  it("are named by a text, and read as they are stored", () => {
    expectTypeOf<WebhookSubscription["id"]>().toEqualTypeOf<string>();
    const one = calcom.webhooks.get("u", { eventTypeId: 1 });
    expectTypeOf(one).resolves.toEqualTypeOf<StoredWebhookSubscription>();
    const subscriberUrl = "https://app.example";
    // Newer servers know triggers that this library does not.
    calcom.webhooks.create({ subscriberUrl, triggers: ["BOOKING_CREATED", "SOMETHING_NEW"] });
    // @ts-expect-error: the spec says number, servers do not
    calcom.webhooks.get(1);
    // @ts-expect-error: a subscription is to something
    calcom.webhooks.create({ subscriberUrl });
    // @ts-expect-error: whose subscriptions end must be said
    calcom.webhooks.deleteAll({});
  });
});

describe("teams and calendars", () => {
  it("are read", () => {
    expectTypeOf(calcom.teams.list()).resolves.toEqualTypeOf<readonly Team[]>();
    expectTypeOf(calcom.teams.memberships(5)).resolves.toEqualTypeOf<readonly Membership[]>();
    expectTypeOf<Membership["user"]["email"]>().toEqualTypeOf<string>();
    expectTypeOf(calcom.calendars.list()).resolves.toEqualTypeOf<ConnectedCalendars>();
    expectTypeOf(calcom.teams).not.toHaveProperty("create");
    // @ts-expect-error: some calendar is looked at
    calcom.calendars.busyTimes({ dateFrom: "2026-12-07", dateTo: "2026-12-08" });
  });
});
