import type {
  CalcomClient,
  CreateEventTypeInput,
  CreateScheduleInput,
  CreateWebhookInput,
  EventTypesFilter,
  UpdateEventTypeInput,
  UpdateScheduleInput,
  UpdateWebhookInput,
} from "../../src/index.ts";
import type { Asked, ClientCall } from "./client-calls.ts";

const idIn = ({ of }: Asked) => Number(of[0]);
const DELETED = { coherence: "confirmed" };

/** Event types, a user's own and a team's. */
const EVENT_TYPES: readonly ClientCall[] = [
  {
    method: "GET",
    path: /^\/event-types$/,
    call: (client, { query }) => client.eventTypes.list(query as EventTypesFilter),
  },
  {
    method: "GET",
    path: /^\/event-types\/(\d+)$/,
    call: (client, asked) => client.eventTypes.get(idIn(asked)),
  },
  {
    method: "POST",
    path: /^\/event-types$/,
    call: async (client, { body }) =>
      (await client.eventTypes.create(body as CreateEventTypeInput)).eventType,
    standIn: { body: { title: "One", slug: "one", lengthInMinutes: 30 } },
  },
  {
    method: "PATCH",
    path: /^\/event-types\/(\d+)$/,
    call: async (client, asked) => {
      const input = asked.body as UpdateEventTypeInput;
      return (await client.eventTypes.update(idIn(asked), input)).eventType;
    },
  },
  {
    method: "DELETE",
    path: /^\/event-types\/(\d+)$/,
    call: (client, asked) => client.eventTypes.delete(idIn(asked)),
    gives: () => DELETED,
  },
  {
    method: "GET",
    path: /^\/teams\/(\d+)\/event-types$/,
    call: (client, asked) => client.eventTypes.list({}, { teamId: idIn(asked) }),
  },
  {
    method: "POST",
    path: /^\/teams\/(\d+)\/event-types$/,
    call: async (client, asked) => {
      const input = asked.body as CreateEventTypeInput;
      return (await client.eventTypes.create(input, { teamId: idIn(asked) })).eventType;
    },
  },
];

const SCHEDULES: readonly ClientCall[] = [
  { method: "GET", path: /^\/schedules$/, call: (client) => client.schedules.list() },
  {
    method: "GET",
    path: /^\/schedules\/default$/,
    call: (client) => client.schedules.getDefault(),
  },
  {
    method: "GET",
    path: /^\/schedules\/(\d+)$/,
    call: (client, asked) => client.schedules.get(idIn(asked)),
  },
  {
    method: "POST",
    path: /^\/schedules$/,
    call: async (client, { body }) =>
      (await client.schedules.create(body as CreateScheduleInput)).schedule,
    standIn: { body: { name: "Mornings", timeZone: "Europe/London" } },
  },
  {
    method: "PATCH",
    path: /^\/schedules\/(\d+)$/,
    call: async (client, asked) => {
      const input = asked.body as UpdateScheduleInput;
      return (await client.schedules.update(idIn(asked), input)).schedule;
    },
  },
  {
    method: "DELETE",
    path: /^\/schedules\/(\d+)$/,
    call: (client, asked) => client.schedules.delete(idIn(asked)),
    gives: () => DELETED,
  },
];

type WebhookScope = Parameters<CalcomClient["webhooks"]["list"]>[0];

/** Subscriptions below a path, and what that says of whose they are. */
function subscriptions(below: string, scopeOf: (asked: Asked) => WebhookScope): ClientCall[] {
  const collection = new RegExp(`^${below}/webhooks$`);
  const one = new RegExp(`^${below}/webhooks/([\\w-]+)$`);
  const id = ({ of }: Asked) => String(of.at(-1));
  return [
    {
      method: "GET",
      path: collection,
      call: (client, asked) => client.webhooks.list(scopeOf(asked)),
    },
    {
      method: "GET",
      path: one,
      call: (client, asked) => client.webhooks.get(id(asked), scopeOf(asked)),
    },
    {
      method: "POST",
      path: collection,
      call: (client, asked) =>
        client.webhooks.create(asked.body as CreateWebhookInput, scopeOf(asked)),
      standIn: { body: { subscriberUrl: "https://app.example", triggers: ["BOOKING_CREATED"] } },
    },
    {
      method: "PATCH",
      path: one,
      call: (client, asked) =>
        client.webhooks.update(id(asked), asked.body as UpdateWebhookInput, scopeOf(asked)),
    },
    {
      method: "DELETE",
      path: one,
      call: (client, asked) => client.webhooks.delete(id(asked), scopeOf(asked)),
      gives: () => undefined,
    },
  ];
}

const WEBHOOKS: readonly ClientCall[] = [
  ...subscriptions("", () => ({})),
  ...subscriptions("/event-types/(\\d+)", (asked) => ({ eventTypeId: idIn(asked) })),
  ...subscriptions("/teams/(\\d+)/event-types/(\\d+)", ({ of }) => ({
    teamId: Number(of[0]),
    eventTypeId: Number(of[1]),
  })),
];

/** What is not booked, but decides what can be. */
export const RESOURCE_CALLS: readonly ClientCall[] = [
  ...EVENT_TYPES,
  ...SCHEDULES,
  ...WEBHOOKS,
  {
    method: "GET",
    path: /^\/teams\/(\d+)$/,
    call: (client, asked) => client.teams.get(idIn(asked)),
  },
  {
    // It has no method: whose the credential is, the client asks for itself.
    method: "GET",
    path: /^\/me$/,
    call: async (client) => {
      const { body } = await client.request({ method: "GET", path: "/me" });
      return (body as { data: unknown }).data;
    },
  },
];
