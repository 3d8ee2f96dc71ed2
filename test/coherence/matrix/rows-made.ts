import { at } from "../../helpers/world.ts";
import { as, book } from "./matrix-world.ts";
import { follow, fresh, type Row } from "./row.ts";

/** Bookings that are made. */
export const made: readonly Row[] = [
  fresh("booked: one's own", (by, { types }) => book(by, types.own)),
  fresh("booked: longer, of the same host", (by, { types }) => book(by, types.hour)),
  fresh("booked: by slug", (by, { alice }) =>
    by.bookings.create({
      eventTypeSlug: "hidden",
      username: alice.username,
      start: at("09:00"),
      ...as({ email: "ann@example.test" }),
    }),
  ),
  fresh("booked: attendee is a host elsewhere", (by, { carol, types }) =>
    book(by, types.own, as(carol)),
  ),
  fresh("booked: guest is a host elsewhere", (by, { dave, types }) =>
    book(by, types.own, { guests: [dave.email] }),
  ),
  fresh("booked: of somebody else, attended by the own host", (by, { alice, types }) =>
    book(by, types.ofDave, as(alice)),
  ),
  fresh("booked: collective", (by, { types }) => book(by, types.together)),
  fresh("booked: round robin", (by, { types }) => book(by, types.anyOf)),
  fresh("booked: round robin of others", (by, { types }) => book(by, types.others)),
  fresh("booked: first seat", (by, { types }) => book(by, types.seated)),
  fresh("booked: first seat, by a host elsewhere", (by, { carol, types }) =>
    book(by, types.seated, as(carol)),
  ),
  follow("booked: second seat, by a host elsewhere", async ({ before, carol, types }) => {
    await book(before, types.seated);
    return (by) => book(by, types.seated, as(carol));
  }),
  follow("booked: last seat, by a host elsewhere", async ({ before, carol, types }) => {
    await book(before, types.seated);
    await book(before, types.seated, as({ email: "bea@example.test" }));
    return (by) => book(by, types.seated, as(carol));
  }),
  fresh("booked: series", (by, { types }) => book(by, types.series)),
  fresh("booked: series, attended by a host elsewhere", (by, { carol, types }) =>
    book(by, types.series, as(carol)),
  ),
  fresh("booked: limit of the week reached", (by, { types }) => book(by, types.weekly)),
  fresh("booked: limit of the team reached", (by, { types }) => book(by, types.limited)),
  fresh("booked: limit of the team reached, by a host as attendee", (by, { carol, types }) =>
    book(by, types.limited, as(carol)),
  ),
  fresh("booked: within a window of days", (by, { types }) => book(by, types.soon)),
  fresh("booked: with buffers", (by, { types }) => book(by, types.buffered, { time: "12:00" })),
  fresh("booked: one of several lengths", (by, { types }) =>
    book(by, types.lengths, { lengthInMinutes: 60 }),
  ),
  fresh("booked: on a schedule of somebody else", (by, { types }) => book(by, types.ofErin)),
  fresh("requested: blocks until confirmed", (by, { types }) => book(by, types.blocking)),
  fresh("requested: blocks nothing", (by, { types }) => book(by, types.asking), {
    idle: "it takes no time until it is confirmed",
  }),
];
