import type {
  BookingResult,
  CalcomClient,
  CreateBookingInput,
  WriteOptions,
} from "../../../src/index.ts";
import type { FakeBooking, RequestMatch } from "../../../src/testing/index.ts";
import { ANN, at } from "../../helpers/world.ts";
import type { TableWorld } from "./table-world.ts";

/** A change in its world, about to be made. */
export interface Wish {
  readonly send: (by: CalcomClient, options: WriteOptions) => Promise<BookingResult>;
  /** Where the fake's state shows that it was carried out: a booking's uid for each time. */
  readonly done: () => readonly string[];
}

/** One row of the table. */
export interface ChangeRow {
  readonly name: string;
  /** Which requests carry it out. */
  readonly match: RequestMatch;
  /** Whether it is a new booking. */
  readonly isNew: boolean;
  readonly type: keyof TableWorld["types"];
  readonly arrange: (world: TableWorld) => Promise<Wish>;
  /** Whether a bare 500 may mean that its time is taken. */
  readonly ofTeam?: boolean;
  /**
   * What a search can make of it once it is there: `found` knows it, `unclear` cannot tell it from
   * others, `unseen` cannot see it with this key.
   */
  readonly search: (isHosted: boolean) => "found" | "unclear" | "unseen";
  /** The same for whoever has no key; `barred` may not look. */
  readonly anonymousSearch: (isHosted: boolean) => "found" | "barred";
  /** Whether it can be done with a key only. */
  readonly needsKey?: boolean;
  /** Whether it changes a booking that was there, so that a late replica shows that one as it was. */
  readonly answeredByOld?: boolean;
}

export const found = () => "found" as const;
const WISHED = Date.parse(at("09:00"));

const isOn = ({ status }: FakeBooking): boolean => ["accepted", "pending"].includes(status);

/** The bookings in which Ann is where she wished to be, once for each time she is there. */
const placesOf = ({ fake }: TableWorld) =>
  fake.bookings
    .list()
    .filter((booking) => booking.start === WISHED && isOn(booking))
    .flatMap(({ attendees, uid }) =>
      attendees.filter(({ email }) => email === ANN.email).map(() => uid),
    );

/** Ann had booked this time before, elsewhere, and called it off: a search must not take that for hers. */
function callOff({ fake, types }: TableWorld, type: keyof TableWorld["types"]) {
  fake.bookings.add({
    ...{ eventTypeId: types[type].id, start: WISHED, status: "cancelled" },
    attendees: [{ ...ANN, language: "en" }],
  });
}

type Choice = (world: TableWorld) => object;

function creates(
  name: string,
  type: keyof TableWorld["types"],
  more: Partial<Pick<ChangeRow, "ofTeam" | "search" | "answeredByOld">> & {
    readonly choice?: Choice;
    readonly prepare?: (world: TableWorld) => Promise<unknown>;
  } = {},
): ChangeRow {
  const { choice = ({ types }) => ({ eventTypeId: types[type].id }), prepare, ...row } = more;
  return {
    search: found,
    // Whoever has no key may not list bookings.
    anonymousSearch: () => "barred",
    ...row,
    name,
    match: { method: "POST", path: "/v2/bookings" },
    isNew: true,
    type,
    async arrange(world) {
      await prepare?.(world);
      callOff(world, type);
      const wish = { start: at("09:00"), attendee: ANN, ...choice(world) } as CreateBookingInput;
      return {
        send: (by, options) => by.bookings.create(wish, options),
        done: () => placesOf(world),
      };
    },
  };
}

const bySlug =
  (type: "any" | "ofCarol"): Choice =>
  ({ team, types }) => ({ eventTypeSlug: types[type].slug, teamSlug: team.slug });
// The recorded server shows no metadata of bookings with seats (0353).
const ofSeat = (isHosted: boolean) => (isHosted ? "found" : "unclear");

/** Every kind of new booking. */
export const CREATES: readonly ChangeRow[] = [
  creates("a booking", "half"),
  creates("a request", "asking"),
  creates("a series", "series", {
    choice: ({ types }) => ({ eventTypeId: types.series.id, recurrenceCount: 3 }),
  }),
  // How many bookings it has, nobody has said: it may not have come to its end.
  creates("a series of unknown length", "series", { search: () => "unclear" }),
  creates("a first seat", "seated", { search: ofSeat }),
  creates("a further seat", "seated", {
    search: ofSeat,
    answeredByOld: true,
    prepare: ({ before, types }) => before(types.seated.id, "09:00"),
  }),
  creates("a team's booking", "any", { choice: bySlug("any"), ofTeam: true }),
  creates("a booking of somebody else in the team", "ofCarol", {
    choice: bySlug("ofCarol"),
    ofTeam: true,
    search: () => "unseen",
  }),
];
