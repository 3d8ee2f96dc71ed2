import { numbered } from "./booking-people.ts";
import { eventTypeDefaults } from "./event-type-defaults.ts";
import { titleOf } from "./hosts.ts";
import type { FakeBooking, FakeEventType, FakeSchedule, FakeTeam, FakeUser } from "./model.ts";
import { mustGet, patch, type State } from "./state.ts";
import { toMillis } from "./virtual-clock.ts";

const MINUTE_MS = 60_000;

/** A booking to put straight into the state: whatever is left out gets a sensible value. */
export interface BookingSeed extends Partial<Omit<FakeBooking, "start" | "end">> {
  readonly eventTypeId: number;
  readonly start: string | number | Date;
  readonly end?: string | number | Date;
}

/** A user to add; the schedule is the one that is added along, `null` adds none. */
export interface UserInput extends Partial<FakeUser> {
  readonly schedule?: Partial<Omit<FakeSchedule, "ownerId">> | null;
}
export type ScheduleInput = Partial<FakeSchedule> & { readonly ownerId: number };
/** A team to add, of users who are there already and of new ones. */
export interface TeamInput extends Partial<FakeTeam> {
  /** How many users are added along; default 0. */
  readonly newMembers?: number;
}
/**
 * An event type to add: of a user (`ownerId`), or of a team (`teamId`), whose members host it if no
 * `hostIds` are given.
 */
export type EventTypeInput = Partial<FakeEventType> &
  (
    | { readonly ownerId: number }
    | { readonly hostIds: readonly number[] }
    | { readonly teamId: number }
  );

/** Puts things into the state without going through the API. */
export interface World {
  addUser(input?: UserInput): FakeUser;
  addSchedule(input: ScheduleInput): FakeSchedule;
  addTeam(input: TeamInput): FakeTeam;
  addEventType(input: EventTypeInput): FakeEventType;
  addBooking(input: BookingSeed): FakeBooking;
}

function numberFor(state: State, series: string, asked: number | undefined): number {
  if (asked === undefined) return state.ids.number(series);
  state.ids.skip(series, asked);
  return asked;
}

export function createWorld(state: State, now: () => number): World {
  const addSchedule = (input: ScheduleInput): FakeSchedule => {
    const owner = mustGet(state.users, input.ownerId, "user");
    const first = ![...state.schedules.values()].some(({ ownerId }) => ownerId === owner.id);
    const schedule: FakeSchedule = {
      name: "Working hours",
      timeZone: owner.timeZone,
      isDefault: first,
      availability: [
        {
          days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
          startTime: "09:00",
          endTime: "17:00",
        },
      ],
      overrides: [],
      ...input,
      id: numberFor(state, "schedule", input.id),
    };
    state.schedules.set(schedule.id, schedule);
    return schedule;
  };

  const addUser: World["addUser"] = ({ schedule = {}, ...input } = {}) => {
    const id = numberFor(state, "user", input.id);
    const username = input.username ?? `user-${id}`;
    const user: FakeUser = {
      name: `User ${id}`,
      email: `${username}@example.test`,
      timeZone: "Europe/London",
      apiKey: `cal_live_${username}`,
      defaultScheduleId: null,
      ...input,
      id,
      username,
    };
    state.users.set(id, user);
    if (schedule === null) return user;
    const { id: scheduleId } = addSchedule({ ...schedule, ownerId: id });
    return input.defaultScheduleId === undefined
      ? patch(state.users, id, "user", { defaultScheduleId: scheduleId })
      : user;
  };

  return {
    addSchedule,
    addUser,
    addTeam({ memberIds = [], newMembers = 0, ...input }) {
      for (const member of memberIds) mustGet(state.users, member, "user");
      const id = numberFor(state, "team", input.id);
      const added = Array.from({ length: newMembers }, () => addUser().id);
      const members = [...memberIds, ...added];
      const team: FakeTeam = {
        ...{ name: `Team ${id}`, slug: `team-${id}` },
        ...input,
        id,
        memberIds: members,
      };
      state.teams.set(id, team);
      return team;
    },
    addEventType(input) {
      const team = typeof input.teamId === "number" && mustGet(state.teams, input.teamId, "team");
      const members = team && input.ownerId === undefined ? team.memberIds : [];
      const hostIds = input.hostIds ?? members;
      const ownerId = input.ownerId ?? hostIds[0] ?? -1;
      for (const host of [ownerId, ...hostIds]) mustGet(state.users, host, "user");
      const id = numberFor(state, "eventType", input.id);
      const eventType: FakeEventType = {
        ...eventTypeDefaults,
        schedulingType: team ? "roundRobin" : null,
        slug: `event-${id}`,
        title: `Event ${id}`,
        ...input,
        id,
        ownerId,
        hostIds,
        lengthInMinutes: input.lengthInMinutes ?? eventTypeDefaults.lengthInMinutes,
      };
      state.eventTypes.set(id, eventType);
      return eventType;
    },
    addBooking(input) {
      const eventType = mustGet(state.eventTypes, input.eventTypeId, "event type");
      const host = mustGet(state.users, input.userId ?? eventType.ownerId, "user");
      const ann = { name: "Ann Attendee", email: "ann@example.test", timeZone: "UTC" };
      const attendees = numbered(state, input.attendees ?? [{ ...ann, language: "en" }]);
      const uid = input.uid ?? state.ids.uid();
      const start = toMillis(input.start);
      const booking: FakeBooking = {
        userId: host.id,
        title: titleOf(state, eventType, host, attendees[0]?.name ?? ""),
        description: "",
        status: "accepted",
        location: eventType.location ?? "integrations:daily",
        guests: [],
        responses: { email: attendees[0]?.email ?? "", name: attendees[0]?.name ?? "" },
        metadata: {},
        icsUid: `${uid}@Cal.com`,
        createdAt: now(),
        updatedAt: now(),
        ...input,
        attendees,
        id: numberFor(state, "booking", input.id),
        uid,
        start,
        end:
          input.end === undefined
            ? start + eventType.lengthInMinutes * MINUTE_MS
            : toMillis(input.end),
      };
      state.bookings.set(uid, booking);
      return booking;
    },
  };
}

/** Changes a schedule or an event type; the next answer already shows it. */
export const updateSchedule = (
  state: State,
  id: number,
  changes: Partial<Omit<FakeSchedule, "id">>,
): FakeSchedule => patch(state.schedules, id, "schedule", changes);

export const updateEventType = (
  state: State,
  id: number,
  changes: Partial<Omit<FakeEventType, "id">>,
): FakeEventType => patch(state.eventTypes, id, "event type", changes);
