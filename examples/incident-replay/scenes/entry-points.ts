import { instant } from "../offers.ts";
import type { Player } from "../player.ts";
import { MONDAY, type World } from "../world.ts";

export const SLOT = "10:00";
export const MOVED_TO = "11:00";

/** A way in which bookings change, as the origin's report counts them. */
export interface EntryPoint {
  readonly number: number;
  readonly name: string;
  /** Whether the scheme hears of it from Cal.com; its own writes are played without webhooks. */
  readonly byWebhook: boolean;
  /** Whether there is a booking at 10:00 before anybody asks. */
  readonly onBooking: boolean;
  /** Whether Cal.com changes its own state only when the slowest receiver has answered. */
  readonly commitsLate?: boolean;
  perform(stage: { world: World; player: Player; uid: string }): Promise<unknown>;
}

const own = { byWebhook: false } as const;
const heard = { byWebhook: true } as const;

export const ENTRY_POINTS: readonly EntryPoint[] = [
  {
    ...{ ...own, number: 1, name: "direct create", onBooking: false },
    perform: ({ world, player }) => player.create(world.eventTypes.short, SLOT),
  },
  {
    ...{ ...own, number: 2, name: "reschedule", onBooking: true },
    perform: ({ player, uid }) => player.reschedule(uid, MOVED_TO),
  },
  {
    ...{ ...own, number: 3, name: "cancel", onBooking: true },
    perform: ({ player, uid }) => player.cancel(uid, SLOT),
  },
  {
    ...{ ...heard, number: 4, name: "webhook: created", onBooking: false },
    perform: ({ world: { eventTypes, fake } }) =>
      fake.bookings.book({ eventTypeId: eventTypes.short, start: instant(MONDAY, SLOT) }),
  },
  {
    ...{ ...heard, number: 5, name: "webhook: rescheduled", onBooking: true },
    perform: ({ world: { fake }, uid }) => fake.bookings.reschedule(uid, instant(MONDAY, MOVED_TO)),
  },
  {
    ...{ ...heard, number: 6, name: "webhook: cancelled", onBooking: true, commitsLate: true },
    perform: ({ world: { fake }, uid }) => fake.bookings.cancel(uid),
  },
  {
    ...{ ...own, number: 7, name: "appointment service", onBooking: false },
    perform: ({ world, player }) => player.appoint(world.eventTypes.short, SLOT),
  },
];
