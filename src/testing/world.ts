import type { FakeBooking, FakeEventType, FakeSchedule, FakeUser } from "./model.ts";
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
export type EventTypeInput = Partial<FakeEventType> & { readonly ownerId: number };

/** Puts things into the state without going through the API. */
export interface World {
  addUser(input?: UserInput): FakeUser;
  addSchedule(input: ScheduleInput): FakeSchedule;
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

  return {
    addSchedule,
    addUser({ schedule = {}, ...input } = {}) {
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
    },
    addEventType(input) {
      mustGet(state.users, input.ownerId, "user");
      const id = numberFor(state, "eventType", input.id);
      const lengthInMinutes = input.lengthInMinutes ?? 30;
      const eventType: FakeEventType = {
        slug: `event-${id}`,
        title: `Event ${id}`,
        description: "",
        lengthInMinutesOptions: [],
        slotInterval: null,
        offsetStart: 0,
        beforeEventBuffer: 0,
        afterEventBuffer: 0,
        minimumBookingNotice: 120,
        scheduleId: null,
        onlyShowFirstAvailableSlot: false,
        bookingWindowDays: null,
        location: "1 Test Street",
        requiresConfirmation: false,
        blockUnconfirmedBookings: false,
        hidden: false,
        ...input,
        id,
        lengthInMinutes,
      };
      state.eventTypes.set(id, eventType);
      return eventType;
    },
    addBooking(input) {
      const eventType = mustGet(state.eventTypes, input.eventTypeId, "event type");
      const host = mustGet(state.users, input.userId ?? eventType.ownerId, "user");
      const attendees = input.attendees ?? [
        { name: "Ann Attendee", email: "ann@example.test", timeZone: "UTC", language: "en" },
      ];
      const uid = input.uid ?? state.ids.uid();
      const start = toMillis(input.start);
      const booking: FakeBooking = {
        userId: host.id,
        title: `${eventType.title} between ${host.name} and ${attendees[0]?.name ?? ""}`,
        description: "",
        status: "accepted",
        location: eventType.location ?? "integrations:daily",
        attendees,
        guests: [],
        responses: { email: attendees[0]?.email ?? "", name: attendees[0]?.name ?? "" },
        metadata: {},
        icsUid: `${uid}@Cal.com`,
        createdAt: now(),
        updatedAt: now(),
        ...input,
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
