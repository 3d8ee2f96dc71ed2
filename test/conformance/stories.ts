import type { FakeCalcom } from "../../src/testing/fake-calcom.ts";

/** Something the recorded server went through that is not a request of the fake's API. */
export interface Change {
  readonly change: string;
  readonly apply: (fake: FakeCalcom) => unknown;
}

/** A recording to replay, several that were sent at the same moment, or a change in between. */
export type Step = string | readonly string[] | Change;

const change = (text: string, apply: Change["apply"]): Change => ({ change: text, apply });
const upTo = (first: number, last: number, except: readonly number[] = []): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)
    .filter((number) => !except.includes(number))
    .map((number) => String(number).padStart(4, "0"));

const weekdays = (endTime: string) => ({
  availability: [
    {
      days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] as const,
      startTime: "09:00",
      endTime,
    },
  ],
});

/** The recorded exchanges in their order. Numbers that are left out were never recorded. */
export const story: readonly Step[] = [
  ...upTo(1, 1),
  ...upTo(3, 5),
  ...upTo(13, 16),
  ...upTo(33, 64, [54, 62]),
  ...upTo(65, 76),
  ...upTo(78, 88),
  ...upTo(92, 103),
  ...upTo(104, 106),
  ["0107", "0108"],
  ...upTo(109, 136),
  ...upTo(138, 146, [141]),
  upTo(147, 151),
  upTo(152, 154),
  upTo(155, 156),
  "0159",
  ...upTo(162, 167),
  "0169",
  ...upTo(171, 177),
  ...upTo(181, 183),
  ...upTo(185, 186),
  change("0187: work ends at noon", (fake) => fake.schedules.update(1, weekdays("12:00"))),
  ...upTo(188, 189),
  change("0190: one date is different", (fake) =>
    fake.schedules.update(1, {
      overrides: [{ date: "2026-12-14", startTime: "14:00", endTime: "15:00" }],
    }),
  ),
  ...upTo(191, 192),
  change("0193: back to normal", (fake) =>
    fake.schedules.update(1, { ...weekdays("17:00"), overrides: [] }),
  ),
  "0194",
  change("0197, 0198: the event type gets a schedule in Tokyo", (fake) => {
    const availability = [{ days: ["Monday"] as const, startTime: "09:00", endTime: "10:00" }];
    const { id } = fake.schedules.add({ ownerId: 1, timeZone: "Asia/Tokyo", availability });
    fake.eventTypes.update(2, { scheduleId: id });
  }),
  ...upTo(199, 200),
  change("0201, 0203: the old schedule, and buffers", (fake) =>
    fake.eventTypes.update(2, { scheduleId: 1, beforeEventBuffer: 30, afterEventBuffer: 30 }),
  ),
  ...upTo(204, 207),
  change("0208: no buffers", (fake) =>
    fake.eventTypes.update(2, { scheduleId: null, beforeEventBuffer: 0, afterEventBuffer: 0 }),
  ),
  ...upTo(209, 210),
  "0212",
  ...upTo(213, 214),
  "0216",
  "0237",
  "0268",
  change("a day out of office", (fake) =>
    fake.schedules.update(1, {
      overrides: [{ date: "2026-12-18", startTime: "00:00", endTime: "00:00" }],
    }),
  ),
  ...upTo(269, 270),
  change("0279: an event type of several lengths", (fake) =>
    fake.eventTypes.add({
      id: 9,
      ownerId: 1,
      slug: "multi",
      title: "Multi",
      lengthInMinutesOptions: [15, 30, 60],
    }),
  ),
  "0299",
  change("0300, 0301: a booking of this morning, whose attendee did not come", (fake) =>
    fake.bookings.add({
      uid: "4J56rQnH34cME4Pbi5HLT5",
      eventTypeId: 5,
      start: "2026-11-20T09:00:00Z",
      attendees: [
        {
          name: "Ns",
          email: "ns@example.test",
          timeZone: "America/New_York",
          language: "en",
          absent: true,
        },
      ],
    }),
  ),
  ...upTo(302, 303),
  change("bookings of absent recordings", (fake) => {
    for (const time of ["11:00", "13:30", "15:00"]) {
      fake.bookings.add({ eventTypeId: 1, start: `2026-12-21T${time}:00Z` });
    }
  }),
  change("0309: an event type is deleted", (fake) => fake.eventTypes.remove(5)),
  "0310",
  "0313",
  ...upTo(314, 316),
  change("0345: seven days ahead, on a grid of a quarter hour", (fake) =>
    fake.eventTypes.add({
      id: 15,
      ownerId: 1,
      slug: "window",
      title: "Window",
      slotInterval: 15,
      minimumBookingNotice: 0,
      bookingWindowDays: 7,
    }),
  ),
  ...upTo(346, 347),
  "0350",
  ...upTo(357, 359),
];

/** Replayed by a test of their own, because they need more than the answer to be looked at. */
export const elsewhere = ["0211", "0311", "0312", "0351"];

/** Recordings of the fake's routes that it does not reproduce, and why. */
export const notReproduced: Readonly<Record<string, string>> = {
  "0238": "round robin: event types of teams are not part of the fake",
  "0239": "collective: event types of teams are not part of the fake",
  "0240": "team slug: event types of teams are not part of the fake",
  "0352": "seats are not part of the fake",
  "0353": "seats are not part of the fake",
  "0354": "lists bookings that absent recordings made",
  "0355": "lists bookings that absent recordings made",
  "0356": "lists bookings that absent recordings made",
};
