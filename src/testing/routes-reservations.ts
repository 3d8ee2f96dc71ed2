import type { Caller } from "./auth.ts";
import type { TimeRange } from "./availability.ts";
import { asObject } from "./booking-input.ts";
import type { FakeEventType, FakeReservation } from "./model.ts";
import { isIsoDate, utcMillis } from "./problems.ts";
import { type Reply, refuse, refuseInvalid, success } from "./replies.ts";
import { liveReservations, refuseTaken, reserve } from "./reservations.ts";
import type { Route, RouteContext } from "./routes.ts";
import type { State } from "./state.ts";

const VERSION = "2024-09-04";
const MINUTE_MS = 60_000;
const NO_AUTH =
  "reservationDuration can only be used for authenticated requests - use access token, api key " +
  "or OAuth credentials";
const NO_RELATION =
  "authenticated user is not owner of event type, does not have memberships in common with owner " +
  "of the event type, nor does belong to event type's team or org.";

interface Input {
  readonly eventTypeId: number;
  readonly start: number;
  readonly slotDuration: number | undefined;
  readonly minutes: number | undefined;
}

const asNumber = (value: unknown): number | undefined =>
  typeof value === "number" ? value : undefined;

function parse(body: unknown): Input {
  const target = asObject(body) ?? {};
  const errors: object[] = [];
  const wrong = (property: string, constraints: object) => {
    const value = target[property];
    const given = value === undefined ? {} : { value };
    errors.push({ target, ...given, property, children: [], constraints });
  };
  if (!Number.isInteger(target.eventTypeId)) {
    wrong("eventTypeId", { isInt: "eventTypeId must be an integer number" });
  }
  if (!isIsoDate(target.slotStart)) {
    wrong("slotStart", { isDateString: "slotStart must be a valid ISO 8601 date string" });
  }
  if (errors.length > 0) throw refuseInvalid(errors);
  return {
    eventTypeId: Number(target.eventTypeId),
    start: utcMillis(String(target.slotStart)),
    slotDuration: asNumber(target.slotDuration),
    minutes: asNumber(target.reservationDuration),
  };
}

function slotOf(eventType: FakeEventType, { start, slotDuration }: Input): TimeRange {
  const { lengthInMinutes, lengthInMinutesOptions: options } = eventType;
  if (slotDuration !== undefined && options.length === 0) {
    const text = "You passed 'slotDuration' but this event type is not a variable length";
    throw refuse(400, `${text} event type.`);
  }
  if (slotDuration !== undefined && !options.includes(slotDuration)) {
    const text = "Provided 'slotDuration' is not one of the possible lengths for the event type.";
    const which = "The possible lengths for this variable length event type are";
    throw refuse(400, `${text} ${which}: ${options.join(", ")}`);
  }
  return { start, end: start + (slotDuration ?? lengthInMinutes) * MINUTE_MS };
}

function eventTypeOf({ tools }: RouteContext, { eventTypeId }: Input): FakeEventType {
  const eventType = tools.state.eventTypes.get(eventTypeId);
  if (eventType === undefined) throw refuse(404, `Event Type with ID=${eventTypeId} not found`);
  return eventType;
}

function isRelated(state: State, { user }: Caller, eventType: FakeEventType): boolean {
  const { teamId, ownerId } = eventType;
  const mine = [...state.teams.values()].filter(({ memberIds }) =>
    memberIds.includes(user?.id ?? -1),
  );
  if (teamId !== null) return mine.some(({ id }) => id === teamId);
  return user?.id === ownerId || mine.some(({ memberIds }) => memberIds.includes(ownerId));
}

const iso = (instant: number): string => new Date(instant).toISOString();

const shown = (reservation: FakeReservation) => ({
  eventTypeId: reservation.eventTypeId,
  slotStart: iso(reservation.start),
  slotEnd: iso(reservation.end),
  slotDuration: (reservation.end - reservation.start) / MINUTE_MS,
  reservationUid: reservation.uid,
  reservationUntil: iso(reservation.until),
});

const withDuration = (reservation: FakeReservation) => ({
  ...shown(reservation),
  reservationDuration: reservation.minutes,
});

function find({ tools: { state, clock }, id }: RouteContext): FakeReservation | undefined {
  return liveReservations(state, clock.now()).find(({ uid }) => uid === id);
}

async function hold(context: RouteContext, input: Input, uid?: string): Promise<FakeReservation> {
  const { state, replica, clock } = context.tools;
  const eventType = eventTypeOf(context, input);
  const slot = slotOf(eventType, input);
  refuseTaken(replica(), eventType, slot, clock.now());
  // Recorded (0295-0297): nothing is locked, so several can hold one slot.
  await context.step("beforeCommit");
  const held = reserve(state, eventType, { slot, minutes: input.minutes }, clock.now(), uid);
  await context.step("afterCommit");
  return held;
}

async function create(context: RouteContext): Promise<Reply> {
  const input = parse(context.body);
  const { caller } = context;
  if (input.minutes !== undefined && caller.user === undefined) throw refuse(401, NO_AUTH);
  const eventType = eventTypeOf(context, input);
  if (input.minutes !== undefined && !isRelated(context.tools.state, caller, eventType)) {
    throw refuse(403, NO_RELATION);
  }
  return success(withDuration(await hold(context, input)), 201);
}

async function update(context: RouteContext): Promise<Reply> {
  const input = parse(context.body);
  if (find(context) === undefined) throw refuse(404, `Slot with uid=${context.id} not found`);
  return success(withDuration(await hold(context, input, context.id)));
}

async function remove({ tools, id, step }: RouteContext): Promise<Reply> {
  await step("beforeCommit");
  tools.state.reservations.delete(id);
  await step("afterCommit");
  return { status: 200, body: { status: "success" } };
}

function read(context: RouteContext): Reply {
  const found = find(context);
  // Recorded (0172, 0216): what is unknown, deleted or has run out is no error.
  return success(found === undefined ? null : shown(found));
}

const ALL = /^\/v2\/slots\/reservations$/;
const ONE = /^\/v2\/slots\/reservations\/([^/]+)$/;
const route = (method: string, pattern: RegExp, run: Route["run"]): Route => ({
  method,
  pattern,
  version: VERSION,
  access: "public",
  run,
});

export const reservationRoutes: readonly Route[] = [
  route("POST", ALL, create),
  route("GET", ONE, read),
  route("PATCH", ONE, update),
  route("DELETE", ONE, remove),
];
