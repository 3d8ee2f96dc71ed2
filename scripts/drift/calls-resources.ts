import {
  busyTimesAnswerSchema,
  busyTimesQuerySchema,
  calendarsAnswerSchema,
} from "../../src/schemas/calendars.ts";
import {
  createEventTypeSchema,
  createTeamEventTypeSchema,
  eventTypesFilterSchema,
  teamEventTypesFilterSchema,
  updateEventTypeSchema,
} from "../../src/schemas/event-type-inputs.ts";
import {
  eventTypesAnswerSchema,
  eventTypeWrittenSchema,
  oneEventTypeSchema,
} from "../../src/schemas/event-type-settings.ts";
import {
  absenceAnswerSchema,
  absenceDeletedSchema,
  absencesAnswerSchema,
  absencesFilterSchema,
  createAbsenceSchema,
  updateAbsenceSchema,
} from "../../src/schemas/out-of-office.ts";
import { doneAnswerSchema } from "../../src/schemas/reservations.ts";
import {
  createScheduleSchema,
  scheduleAnswerSchema,
  scheduleFoundSchema,
  schedulesAnswerSchema,
  updateScheduleSchema,
} from "../../src/schemas/schedules.ts";
import {
  membershipsAnswerSchema,
  membershipsFilterSchema,
  teamAnswerSchema,
  teamsAnswerSchema,
} from "../../src/schemas/teams.ts";
import {
  createWebhookSchema,
  storedWebhookAnswerSchema,
  updateWebhookSchema,
  webhookAnswerSchema,
  webhooksAnswerSchema,
} from "../../src/schemas/webhook-subscriptions.ts";
import type { ApiCall } from "./call.ts";

const PAGES = { added: ["take", "skip"] } as const;

/** What is said of a call beside where it is. */
type Part = Omit<ApiCall, "name" | "method" | "path">;

interface Parts {
  readonly list?: Part;
  readonly get?: Part;
  readonly create?: Part;
  readonly update?: Part;
  readonly delete?: Part;
}

const METHODS = [
  ["list", "GET", false],
  ["get", "GET", true],
  ["create", "POST", false],
  ["update", "PATCH", true],
  ["delete", "DELETE", true],
] as const;

/** The calls of one collection, named by it where it is not the first of its resource. */
function collection(name: string, below: string, parts: Parts): ApiCall[] {
  const isOwn = !below.includes("{");
  return METHODS.flatMap(([verb, method, ofOne]) => {
    const part = parts[verb];
    if (part === undefined) return [];
    const path = `/v2/${below}${ofOne ? "/{id}" : ""}`;
    return [{ ...part, name: `${name}.${verb}${isOwn ? "" : ` of ${below}`}`, method, path }];
  });
}

const eventTypes = {
  list: { versioned: "eventTypes", query: eventTypesFilterSchema, answer: eventTypesAnswerSchema },
  get: { versioned: "eventTypes", answer: oneEventTypeSchema },
  create: { versioned: "eventTypes", body: createEventTypeSchema, answer: eventTypeWrittenSchema },
  update: { versioned: "eventTypes", body: updateEventTypeSchema, answer: eventTypeWrittenSchema },
  delete: { versioned: "eventTypes", answer: doneAnswerSchema },
} as const;
const teamEventTypes = {
  ...eventTypes,
  list: { ...eventTypes.list, query: teamEventTypesFilterSchema },
  create: { ...eventTypes.create, body: createTeamEventTypeSchema },
} as const;

const schedules = {
  list: { versioned: "schedules", answer: schedulesAnswerSchema },
  get: { versioned: "schedules", answer: scheduleAnswerSchema },
  create: { versioned: "schedules", body: createScheduleSchema, answer: scheduleAnswerSchema },
  update: { versioned: "schedules", body: updateScheduleSchema, answer: scheduleAnswerSchema },
  delete: { versioned: "schedules", answer: doneAnswerSchema },
} as const;

const absences = {
  list: { ...PAGES, query: absencesFilterSchema, answer: absencesAnswerSchema },
  create: { body: createAbsenceSchema, answer: absenceAnswerSchema },
  update: { body: updateAbsenceSchema, answer: absenceAnswerSchema },
  delete: { answer: absenceDeletedSchema },
} as const;
// Only a whole organization's can be asked for by address, and the client sees to that.
const ofOne = { ...absences, list: { ...absences.list, kept: ["email"] } } as const;

const webhooks = {
  list: { ...PAGES, answer: webhooksAnswerSchema },
  get: { answer: storedWebhookAnswerSchema },
  create: { body: createWebhookSchema, answer: webhookAnswerSchema },
  update: { body: updateWebhookSchema, answer: webhookAnswerSchema },
  delete: { answer: doneAnswerSchema },
} as const;

/** What is not booked, but decides what can be. */
export const RESOURCE_CALLS: readonly ApiCall[] = [
  ...collection("eventTypes", "event-types", eventTypes),
  ...collection("eventTypes", "teams/{teamId}/event-types", teamEventTypes),
  ...collection("eventTypes", "organizations/{orgId}/teams/{teamId}/event-types", teamEventTypes),
  ...collection("schedules", "schedules", schedules),
  {
    ...schedules.get,
    name: "schedules.getDefault",
    method: "GET",
    path: "/v2/schedules/default",
    answer: scheduleFoundSchema,
  },
  ...collection("schedules", "organizations/{orgId}/users/{userId}/schedules", schedules),
  ...["organizations/{orgId}", "teams/{teamId}", "organizations/{orgId}/teams/{teamId}"].flatMap(
    (below) =>
      collection("schedules", `${below}/schedules`, { list: { ...schedules.list, ...PAGES } }),
  ),
  ...collection("schedules", "organizations/{orgId}/teams/{teamId}/users/{userId}/schedules", {
    list: schedules.list,
  }),
  ...collection("outOfOffice", "me/ooo", ofOne),
  ...collection("outOfOffice", "organizations/{orgId}/users/{userId}/ooo", ofOne),
  ...collection("outOfOffice", "teams/{teamId}/users/{userId}/ooo", ofOne),
  ...collection("outOfOffice", "organizations/{orgId}/ooo", { list: absences.list }),
  ...collection("webhooks", "webhooks", webhooks),
  ...["event-types/{eventTypeId}", "teams/{teamId}/event-types/{eventTypeId}"].flatMap((below) => [
    ...collection("webhooks", `${below}/webhooks`, webhooks),
    {
      name: `webhooks.deleteAll of ${below}/webhooks`,
      method: "DELETE",
      path: `/v2/${below}/webhooks`,
      answer: doneAnswerSchema,
    } as const,
  ]),
  ...collection("webhooks", "organizations/{orgId}/webhooks", webhooks),
  ...collection("teams", "teams", {
    list: { answer: teamsAnswerSchema },
    get: { answer: teamAnswerSchema },
  }),
  {
    ...PAGES,
    name: "teams.memberships",
    method: "GET",
    path: "/v2/teams/{teamId}/memberships",
    query: membershipsFilterSchema,
    answer: membershipsAnswerSchema,
  },
  { name: "calendars.list", method: "GET", path: "/v2/calendars", answer: calendarsAnswerSchema },
  {
    name: "calendars.busyTimes",
    method: "GET",
    path: "/v2/calendars/busy-times",
    query: busyTimesQuerySchema,
    added: ["loggedInUsersTz"],
    answer: busyTimesAnswerSchema,
  },
];
