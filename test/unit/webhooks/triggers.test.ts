import { describe, expect, it } from "vitest";
import { TRIGGERS } from "../../../src/webhooks/event-change.ts";
import { emailTagOf, signed, sorted, warmReceiver } from "./deliveries.ts";

type Trigger = keyof typeof TRIGGERS;

const [ALICE, BOB] = [1, 2].map((id) => ({ id, email: `${id}@example.test` }));
const NAMED = {
  uid: "u1",
  eventTypeId: 1,
  organizer: ALICE,
  attendees: [{ email: "ann@example.test" }],
};
const FULL = { ...NAMED, schedulingType: null };
const FLAT = { ...NAMED, userId: 1, id: 9 };
const BY_TEAM = { id: 1, teamId: 4 };
const CREDENTIAL = { delegationCredential: { id: "c", organizationId: 3 } };

const OWN = ["event-type:1", "host:1", "unknown"];
const OF_TEAM = ["event-type:1", "host:1", "team:4", "unknown"];
const ANYTHING = ["all", "unknown"];
const NOTHING = ["unknown"];

/** What each trigger bumps, where alice is known to be the only host of event type 1. */
const EXPECTED: Readonly<Record<Trigger, readonly [payload: object, tags: readonly string[]]>> = {
  BOOKING_CREATED: [FULL, OWN],
  BOOKING_REQUESTED: [FULL, OWN],
  BOOKING_RESCHEDULED: [{ ...FULL, rescheduleUid: "u0" }, ["all", ...OWN]],
  BOOKING_CANCELLED: [NAMED, ["all", ...OWN]],
  BOOKING_REJECTED: [{ ...NAMED, organizer: { email: ALICE?.email } }, OWN],
  BOOKING_PAYMENT_INITIATED: [{ ...NAMED, paymentId: 3 }, OWN],
  BOOKING_PAID: [{ ...NAMED, paymentId: 3 }, OWN],
  BOOKING_NO_SHOW_UPDATED: [{ bookingUid: "u1", bookingId: 9 }, ANYTHING],
  BOOKING_LOCATION_UPDATED: [{ ...NAMED, previousLocation: "here" }, OWN],
  BOOKING_REASSIGNED: [
    { ...NAMED, organizer: BOB, addedHostUserIds: [2], removedHostUserIds: [7] },
    ["event-type:1", "host:1", "host:2", "host:7", "unknown"],
  ],
  MEETING_STARTED: [FLAT, OWN],
  MEETING_ENDED: [FLAT, OWN],
  RECORDING_READY: [{ ...NAMED, downloadLink: "https://cal.example/1" }, OWN],
  RECORDING_TRANSCRIPTION_GENERATED: [NAMED, OWN],
  INSTANT_MEETING: [{ title: "Instant", type: "INSTANT_MEETING" }, NOTHING],
  INSTANT_MEETING_ACCEPTED: [
    { bookingUid: "u1", eventTypeId: 1, organizer: BOB, attendees: [] },
    ["event-type:1", "host:1", "host:2", "unknown"],
  ],
  OOO_CREATED: [
    { oooEntry: { id: 5, user: { id: 7, email: "g@example.test" }, toUser: { id: 8 } } },
    ["host:7", "host:8", "unknown"],
  ],
  AFTER_HOSTS_CAL_VIDEO_NO_SHOW: [{ bookingUid: "u1", eventType: BY_TEAM }, OF_TEAM],
  AFTER_GUESTS_CAL_VIDEO_NO_SHOW: [{ bookingUid: "u1", eventType: BY_TEAM }, OF_TEAM],
  FORM_SUBMITTED: [{ formId: "f" }, NOTHING],
  FORM_SUBMITTED_NO_EVENT: [{ formId: "f" }, NOTHING],
  ROUTING_FORM_FALLBACK_HIT: [{ formId: "f" }, NOTHING],
  WRONG_ASSIGNMENT_REPORT: [{ booking: { uid: "u1", id: 9, eventType: BY_TEAM } }, OF_TEAM],
  DELEGATION_CREDENTIAL_ERROR: [
    { error: { type: "x" }, user: { id: 7, email: "g@example.test" } },
    ["host:7", "unknown"],
  ],
  DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED: [CREDENTIAL, ANYTHING],
  DELEGATION_CREDENTIAL_ROTATION_REQUIRED: [CREDENTIAL, ANYTHING],
  DELEGATION_CREDENTIAL_SECRET_ROTATED: [CREDENTIAL, ANYTHING],
  CALENDAR_ENTRY_REJECTED: [NAMED, OWN],
};

const isFlat = (trigger: string) => trigger.startsWith("MEETING_");
const bodyOf = (triggerEvent: string, payload: object) =>
  isFlat(triggerEvent) ? { triggerEvent, ...payload } : { triggerEvent, payload };

async function tagsOf(body: object, known: readonly number[] = [1]) {
  const { calcom } = await warmReceiver({ known });
  const { invalidated } = await calcom.handleWebhook(await signed(body));
  return sorted(invalidated.filter((tag) => !tag.startsWith("email:")));
}

describe("what a trigger bumps", () => {
  it.each(Object.entries(EXPECTED))("%s", async (trigger, [payload, tags]) => {
    expect(await tagsOf(bodyOf(trigger, payload))).toEqual(sorted(tags));
  });

  it("that nobody knows: everything", async () => {
    expect(await tagsOf(bodyOf("BOOKING_FROM_THE_FUTURE", FULL))).toEqual(ANYTHING);
    expect(await tagsOf(bodyOf("toString", FULL))).toEqual(ANYTHING);
  });
});

describe("where the hosts are not known", () => {
  it.each(Object.entries(EXPECTED).filter(([trigger]) => TRIGGERS[trigger as Trigger] === "noted"))(
    "%s spares what it does not name, because it takes nobody's time",
    async (trigger, [payload]) => {
      expect(await tagsOf(bodyOf(trigger, payload), [])).not.toContain("all");
    },
  );

  it("an absence needs none: its days are of whom it names", async () => {
    const [payload] = EXPECTED.OOO_CREATED;
    expect(await tagsOf(bodyOf("OOO_CREATED", payload), [])).not.toContain("all");
  });
});

it("an absence that does not say whose it is reaches everything", async () => {
  const oooEntry = { id: 5, user: { email: "g@example.test" }, toUser: { id: 8 } };
  expect(await tagsOf(bodyOf("OOO_CREATED", { oooEntry }))).toEqual(ANYTHING);
});

it("a booking given to another host reaches everything where the old one is not named", async () => {
  const { calcom } = await warmReceiver({ known: [1] });
  await calcom.handleWebhook(await signed(bodyOf("BOOKING_CREATED", FULL)));
  const reassigned = { ...NAMED, organizer: BOB, addedHostUserIds: [2] };
  const delivery = await signed(bodyOf("BOOKING_REASSIGNED", reassigned));
  expect((await calcom.handleWebhook(delivery)).invalidated).toContain("all");
});

it("a move that does not say of what reaches everything", async () => {
  expect(await tagsOf(bodyOf("BOOKING_RESCHEDULED", FULL))).toContain("all");
});

it("a report names its people, who may be hosts elsewhere", async () => {
  const { calcom } = await warmReceiver({ known: [1] });
  const { invalidated } = await calcom.handleWebhook(await signed(bodyOf("BOOKING_PAID", NAMED)));
  expect(invalidated).toContain(await emailTagOf("ann@example.test"));
});

describe("one delivery that tells of a whole series", () => {
  const told = async (trigger: string, earlier: object | undefined) => {
    const { calcom } = await warmReceiver({ known: [1] });
    if (earlier) await calcom.handleWebhook(await signed(bodyOf("BOOKING_REQUESTED", earlier)));
    const { invalidated } = await calcom.handleWebhook(await signed(bodyOf(trigger, NAMED)));
    return invalidated;
  };
  const recurringEvent = { freq: 2, interval: 1 };

  describe.each(["BOOKING_CANCELLED", "BOOKING_CREATED"])("%s", (trigger) => {
    it.each([
      ["is not known", undefined],
      ["is one of a series", { ...FULL, recurringEvent }],
      ["was moved, which does not say", { ...FULL, rescheduleUid: "u0" }],
    ])("reaches everything where the booking %s", async (_what, earlier) => {
      expect(await told(trigger, earlier)).toContain("all");
    });

    it("spares the rest where the booking is known to be single", async () => {
      expect(await told(trigger, FULL)).not.toContain("all");
    });
  });

  it("does not reach everything when all it does is free the event type's own time", async () => {
    expect(await told("BOOKING_REJECTED", undefined)).not.toContain("all");
  });
});
