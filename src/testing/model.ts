/** A day of the week, as Cal.com spells it. */
export type Weekday =
  | "Monday"
  | "Tuesday"
  | "Wednesday"
  | "Thursday"
  | "Friday"
  | "Saturday"
  | "Sunday";

/** Weekly hours: wall-clock `HH:mm` in the schedule's zone; `24:00` or `23:59` is midnight. */
export interface AvailabilityRule {
  readonly days: readonly Weekday[];
  readonly startTime: string;
  readonly endTime: string;
}

/** Replaces the weekly hours of one date; equal times make the date unavailable. */
export interface DateOverride {
  readonly date: string;
  readonly startTime: string;
  readonly endTime: string;
}

export interface FakeUser {
  readonly id: number;
  readonly name: string;
  readonly username: string;
  readonly email: string;
  readonly timeZone: string;
  readonly apiKey: string;
  readonly defaultScheduleId: number | null;
  /** Whether others may ask for slots together with them; default `true`. */
  readonly allowsDynamicBooking?: boolean;
}

export interface FakeSchedule {
  readonly id: number;
  readonly ownerId: number;
  readonly name: string;
  readonly timeZone: string;
  readonly isDefault: boolean;
  readonly availability: readonly AvailabilityRule[];
  readonly overrides: readonly DateOverride[];
}

/** A team; its event types have several hosts. */
export interface FakeTeam {
  readonly id: number;
  readonly name: string;
  readonly slug: string;
  readonly memberIds: readonly number[];
  /** Whether it is an organization: its members are found by its slug, and teams may be part of it. */
  readonly isOrganization?: boolean;
  /** The organization it is part of. */
  readonly parentId?: number | null;
  /** How many bookings the hosts take in all its event types together; nothing over HTTP tells. */
  readonly bookingLimits?: BookingLimits;
}

/** How the hosts of a team's event type share its bookings: one takes each, or all come. */
export type SchedulingType = "roundRobin" | "collective";

/** What a limit of bookings counts by. */
export type LimitPeriod = "day" | "week" | "month" | "year";
/** How many bookings an event type takes in a period; one that is left out has no limit. */
export type BookingLimits = Readonly<Partial<Record<LimitPeriod, number>>>;

/**
 * Which days can be booked: so many days ahead, or from one date to another (`yyyy-MM-dd`), in UTC. A
 * rolling window counts the days that have time left, so that it ends later when one fills up.
 */
export type BookingWindow =
  | {
      readonly type: "businessDays" | "calendarDays";
      readonly value: number;
      readonly rolling?: boolean;
    }
  | { readonly type: "range"; readonly value: readonly [string, string] };

/** How an event type repeats; each occurrence is a booking of its own. */
export interface FakeRecurrence {
  readonly frequency: "weekly" | "monthly" | "yearly";
  readonly interval: number;
  readonly occurrences: number;
}

/** How many can book the same slot of an event type. */
export interface FakeSeats {
  readonly seatsPerTimeSlot: number;
  readonly showAttendeeInfo: boolean;
  readonly showAvailabilityCount: boolean;
}

/** All durations are minutes. */
export interface FakeEventType {
  readonly id: number;
  /** Of a team's event type the first host. */
  readonly ownerId: number;
  /** The team it belongs to; `null` for a user's own. */
  readonly teamId: number | null;
  /** `null` for a user's own. */
  readonly schedulingType: SchedulingType | null;
  /** Who can be booked; empty stands for the owner. */
  readonly hostIds: readonly number[];
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly lengthInMinutes: number;
  readonly lengthInMinutesOptions: readonly number[];
  readonly slotInterval: number | null;
  readonly offsetStart: number;
  readonly beforeEventBuffer: number;
  readonly afterEventBuffer: number;
  readonly minimumBookingNotice: number;
  readonly scheduleId: number | null;
  readonly onlyShowFirstAvailableSlot: boolean;
  /** Which days can be booked; `null` is no limit. */
  readonly bookingWindow: BookingWindow | null;
  /** An address, or `null` for Cal Video, the server's default. */
  readonly location: string | null;
  readonly requiresConfirmation: boolean;
  /** Whether an unconfirmed booking takes its time from this event type. */
  readonly blockUnconfirmedBookings: boolean;
  /** Left out of lists others ask for; it can be booked all the same. */
  readonly hidden: boolean;
  /** A period with so many accepted bookings has no slots left; `null` is no limit. */
  readonly bookingLimitsCount: BookingLimits | null;
  /** `null` when a slot is one attendee's alone. */
  readonly seats: FakeSeats | null;
  /** `null` for single bookings. */
  readonly recurrence: FakeRecurrence | null;
}

/** An instant meeting awaits its host until one joins. */
export type BookingStatus = "accepted" | "pending" | "cancelled" | "rejected" | "awaiting_host";

export interface FakeAttendee {
  /** Given when they are stored. */
  readonly id?: number;
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
  readonly language: string;
  /** Whether the attendee did not turn up; default `false`. */
  readonly absent?: boolean;
  /** The seat they took; only with event types that have seats. */
  readonly seatUid?: string;
  /** What came with the booking of the seat. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface FakeBooking {
  readonly id: number;
  readonly uid: string;
  readonly eventTypeId: number;
  /** The organizer. */
  readonly userId: number;
  readonly title: string;
  readonly description: string;
  readonly status: BookingStatus;
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** Milliseconds since the epoch. */
  readonly end: number;
  readonly location: string;
  readonly attendees: readonly FakeAttendee[];
  readonly guests: readonly string[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly icsUid: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  /** The series it is an occurrence of. */
  readonly recurringBookingUid?: string;
  readonly rescheduledFromUid?: string;
  readonly rescheduledToUid?: string;
  readonly reschedulingReason?: string;
  readonly cancellationReason?: string;
  /** Whether the host did not turn up; default `false`. */
  readonly absentHost?: boolean;
}

/** A slot somebody holds for a while. It hides the slot and blocks no booking. */
export interface FakeReservation {
  readonly uid: string;
  readonly eventTypeId: number;
  /** Whose time is held: the owner's, or that of a team's first host. */
  readonly userId: number;
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** Milliseconds since the epoch. */
  readonly end: number;
  /** How long it was asked for, in minutes. */
  readonly minutes: number;
  /** When it runs out, in milliseconds since the epoch. */
  readonly until: number;
}

/** Whole days on which a user is out of office. */
export interface FakeAbsence {
  readonly id: number;
  readonly uuid: string;
  readonly userId: number;
  /** The first day away, `yyyy-MM-dd`. */
  readonly from: string;
  /** The last day away. */
  readonly to: string;
  readonly notes: string | null;
  /** Who takes over. */
  readonly toUserId: number | null;
  readonly reason: "unspecified" | "vacation" | "travel" | "sick" | "public_holiday";
}

/** A time at which a user's external calendar is busy, in milliseconds since the epoch. */
export interface FakeBusyTime {
  readonly id: number;
  readonly userId: number;
  readonly start: number;
  readonly end: number;
}

/** The webhook triggers the fake sends. */
export type FakeTrigger =
  | "BOOKING_CREATED"
  | "BOOKING_REQUESTED"
  | "BOOKING_RESCHEDULED"
  | "BOOKING_CANCELLED"
  | "BOOKING_REJECTED"
  | "BOOKING_NO_SHOW_UPDATED"
  | "INSTANT_MEETING"
  | HostedTrigger;

/** Those that only the hosted profile knows (API.md 11.2). */
export type HostedTrigger =
  | "BOOKING_REASSIGNED"
  | "BOOKING_LOCATION_UPDATED"
  | "INSTANT_MEETING_ACCEPTED";
