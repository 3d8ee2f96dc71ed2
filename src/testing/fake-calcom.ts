import type { Clock } from "../clock.ts";
import type { ActionTools } from "./booking-actions.ts";
import { type BookingPage, createBookingPage } from "./booking-page.ts";
import { addBusy, type BusyInput } from "./calendars.ts";
import { createFakeFetch } from "./fake-fetch.ts";
import { createFaults, type Faults } from "./faults.ts";
import { createGates, type Gate, type PauseOptions } from "./gates.ts";
import { createHandler, type LoggedRequest } from "./handler.ts";
import { type BookingJournal, createJournal } from "./journal.ts";
import type {
  FakeAbsence,
  FakeBooking,
  FakeBusyTime,
  FakeEventType,
  FakeReservation,
  FakeSchedule,
  FakeTeam,
  FakeUser,
} from "./model.ts";
import { type AbsenceInput, addAbsence } from "./out-of-office.ts";
import { type HostedDelays, type ProfileName, profileOf } from "./profile.ts";
import { createRateLimiter, type RateLimitOptions } from "./rate-limit.ts";
import { createReplica } from "./replica.ts";
import { addReservation, liveReservations, type ReservationInput } from "./reservations.ts";
import { createSlotsCache } from "./slots-cache.ts";
import { clearState, createState, type State } from "./state.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import { createWebhooks, type Webhooks } from "./webhooks.ts";
import {
  type BookingSeed,
  createWorld,
  type EventTypeInput,
  type ScheduleInput,
  type TeamInput,
  type UserInput,
  updateEventType,
  updateSchedule,
} from "./world.ts";

/** How a fake Cal.com is set up. */
export interface FakeCalcomOptions {
  /** Where it takes its time from; default: a new virtual clock. */
  readonly clock?: Clock;
  /** Where clients believe it is; default `https://api.cal.example/v2`. */
  readonly baseUrl?: string;
  /**
   * Default: 120 requests a minute (500 with an access token, 5 that add guests), then refused for a
   * minute. `false` turns it off.
   */
  readonly rateLimit?: RateLimitOptions | false;
  /** Carries webhooks to their receivers; default `globalThis.fetch`. */
  readonly deliver?: (request: Request) => Promise<Response>;
  /**
   * `selfHosted`, the default, is the server that was recorded. `hosted` is Cal.com's own as it is
   * documented: it keeps slots for a while, reads bookings from a replica that lags behind, sends
   * webhooks from a queue, and knows newer API versions.
   */
  readonly profile?: ProfileName;
  /** How late the hosted profile is. */
  readonly hosted?: HostedDelays;
}

/** A Cal.com API v2 server in memory, held to recordings of a real one. */
export interface FakeCalcom {
  readonly clock: Clock;
  readonly baseUrl: string;
  /** Adds users. Default: in London, with a schedule of Monday to Friday, 9 to 17. */
  readonly users: { add(input?: UserInput): FakeUser };
  /** Adds teams, for event types of several hosts. */
  readonly teams: { add(input: TeamInput): FakeTeam };
  /** Adds and changes schedules. None of it fires a webhook. */
  readonly schedules: {
    add(input: ScheduleInput): FakeSchedule;
    update(id: number, changes: Partial<Omit<FakeSchedule, "id">>): FakeSchedule;
  };
  /** Adds and changes event types. None of it fires a webhook. */
  readonly eventTypes: {
    add(input: EventTypeInput): FakeEventType;
    update(id: number, changes: Partial<Omit<FakeEventType, "id">>): FakeEventType;
    remove(id: number): void;
  };
  /** `add` puts a booking straight into the state; the others act like the booking page. */
  readonly bookings: BookingPage & {
    add(input: BookingSeed): FakeBooking;
    get(uid: string): FakeBooking | undefined;
    /** Oldest first, cancelled ones included. */
    list(): FakeBooking[];
  };
  /** Slots that are held for a while. None of it fires a webhook. */
  readonly reservations: {
    add(input: ReservationInput): FakeReservation;
    remove(uid: string): void;
    /** Those that have not run out, oldest first. */
    list(): FakeReservation[];
  };
  /** Days on which a user is away. None of it fires a webhook. */
  readonly outOfOffice: {
    add(input: AbsenceInput): FakeAbsence;
    remove(id: number): void;
  };
  /** External calendars; each user has one. None of it fires a webhook. */
  readonly calendars: {
    /** Makes a user busy; takes the slots of all they host. */
    addBusy(input: BusyInput): FakeBusyTime;
    removeBusy(id: number): void;
  };
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  /** Stops the next matching request at a phase, until the gate is released. */
  pause(options: PauseOptions): Gate;
  /** Every API request so far, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** What was done to bookings, by whom, and in which order. */
  readonly journal: BookingJournal;
  /**
   * Answers a request. A broken connection is `Response.error()`: fronts turn it into what a
   * client would see.
   */
  handle(request: Request): Promise<Response>;
  /** A `fetch` that goes straight to {@link FakeCalcom.handle}. */
  readonly fetch: typeof globalThis.fetch;
  /**
   * Forgets everything, ids included. What is under way sees its connection break and writes nothing
   * any more. The clock is left alone.
   */
  reset(): void;
}

/**
 * Creates a fake Cal.com server for tests.
 *
 * @example
 * const calcom = createFakeCalcom();
 * const owner = calcom.users.add({ username: "alice" });
 * const eventType = calcom.eventTypes.add({ ownerId: owner.id, lengthInMinutes: 30 });
 * const response = await calcom.fetch(
 *   `${calcom.baseUrl}/slots?eventTypeId=${eventType.id}&start=2026-12-07&end=2026-12-07`,
 *   { headers: { "cal-api-version": "2024-09-04" } },
 * );
 */
export function createFakeCalcom(options: FakeCalcomOptions = {}): FakeCalcom {
  return createFakeCalcomOver(createState(), options);
}

/** The same over a state that the caller can look into. */
export function createFakeCalcomOver(state: State, options: FakeCalcomOptions): FakeCalcom {
  const { clock = createVirtualClock(), baseUrl = "https://api.cal.example/v2" } = options;
  const deliver = options.deliver ?? ((request) => globalThis.fetch(request));
  const profile = profileOf(options.profile, options.hosted);
  const replica = createReplica(state, clock, profile.replicaLagMs);
  const slotsCache = createSlotsCache(clock, profile.slotsCacheMs);
  const world = createWorld(state, () => clock.now());
  const webhooks = createWebhooks(state, clock, deliver, profile.webhookDelayMs);
  const tools: ActionTools = {
    state,
    replica: replica.read,
    slotsCache,
    clock,
    isHosted: profile.name === "hosted",
    queuesWebhooks: profile.webhookDelayMs !== undefined,
    send: webhooks.send,
  };
  const journal = createJournal(clock, webhooks);
  const gates = createGates();
  const faults = createFaults(clock, webhooks.faults);
  const limiter = createRateLimiter(clock, options.rateLimit);
  const { requests, handle } = createHandler({
    profile: profile.name,
    tools,
    gates,
    faults,
    limiter,
    journal,
  });

  return {
    clock,
    baseUrl,
    users: { add: world.addUser },
    teams: { add: world.addTeam },
    schedules: {
      add: world.addSchedule,
      update: (id, changes) => updateSchedule(state, id, changes),
    },
    eventTypes: {
      add: world.addEventType,
      update: (id, changes) => updateEventType(state, id, changes),
      remove: (id) => void state.eventTypes.delete(id),
    },
    bookings: {
      ...createBookingPage(tools, gates, journal),
      add: world.addBooking,
      get: (uid) => state.bookings.get(uid),
      list: () => [...state.bookings.values()],
    },
    reservations: {
      add: (input) => addReservation(state, input, clock.now()),
      remove: (uid) => void state.reservations.delete(uid),
      list: () => liveReservations(state, clock.now()),
    },
    outOfOffice: {
      add: (input) => addAbsence(state, input),
      remove: (id) => void state.absences.delete(id),
    },
    calendars: {
      addBusy: (input) => addBusy(state, input),
      removeBusy: (id) => void state.busyTimes.delete(id),
    },
    webhooks: webhooks.api,
    faults: faults.faults,
    pause: gates.pause,
    requests,
    journal: journal.journal,
    handle,
    fetch: createFakeFetch(handle),
    reset() {
      // First, while it can be seen what is under way.
      journal.clear();
      gates.clear();
      faults.clear();
      webhooks.clear();
      limiter.clear();
      requests.length = 0;
      clearState(state);
      replica.clear();
      slotsCache.clear();
    },
  };
}
