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

/** The recorded exchanges in their order. Numbers that are left out were never recorded. */
export const story: readonly Step[] = [
  ...upTo(1, 64, [54, 62]),
  ...upTo(65, 76),
  ...upTo(78, 88),
  ...upTo(92, 103),
  ...upTo(104, 136),
  ...upTo(138, 146, [141]),
  upTo(147, 151),
  upTo(152, 154),
  upTo(155, 156),
  "0159",
  ...upTo(162, 167),
  "0169",
  ...upTo(171, 177),
  ...upTo(181, 183),
  ...upTo(185, 210),
  "0212",
  ...upTo(213, 214),
  ...upTo(216, 217),
  ...upTo(230, 231),
  change("a team of all three", (fake) =>
    fake.teams.add({ name: "Support Team", slug: "support-team", memberIds: [1, 2, 3] }),
  ),
  ...upTo(232, 262),
  "0268",
  change("a day out of office", (fake) => fake.outOfOffice.add({ userId: 1, from: "2026-12-18" })),
  ...upTo(269, 270),
  "0271",
  "0279",
  "0284",
  ...upTo(298, 299),
  change("0300: a booking of this morning", (fake) =>
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
        },
      ],
    }),
  ),
  ...upTo(301, 303),
  change("bookings of absent recordings", (fake) => {
    for (const time of ["11:00", "13:30", "15:00"]) {
      fake.bookings.add({ eventTypeId: 1, start: `2026-12-21T${time}:00Z` });
    }
  }),
  ...upTo(307, 310),
  "0313",
  ...upTo(314, 317),
  ...upTo(322, 323),
  "0334",
  "0341",
  ...upTo(345, 350),
  change("0272, 0275: a booking with two seats taken", (fake) => {
    const seat = (name: string, seatUid: string) => ({
      name,
      email: `${name.toLowerCase()}@example.test`,
      timeZone: "America/New_York",
      language: "en",
      seatUid,
    });
    fake.bookings.add({
      uid: "pUcAiY8HvddRvPrWqJUFLQ",
      icsUid: "bBKssBiH5NG81atFQskrtF@Cal.com",
      eventTypeId: 8,
      start: "2026-12-17T12:00:00Z",
      attendees: [seat("S1", "b34e0444-c98b-42c4-b963-23a4be6891b5"), seat("S2", "second")],
    });
  }),
  ...upTo(352, 353),
  ...upTo(357, 359),
];

/** Replayed by a test of their own, because they need more than the answer to be looked at. */
export const elsewhere = ["0211", "0229", "0311", "0312", "0351"];

/** Recordings of the fake's routes that it does not reproduce, and why. */
export const notReproduced: Readonly<Record<string, string>> = {
  "0354": "lists bookings that absent recordings made",
  "0355": "lists bookings that absent recordings made",
  "0356": "lists bookings that absent recordings made",
};
