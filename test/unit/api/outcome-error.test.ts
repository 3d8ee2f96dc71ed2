import { describe, expect, it } from "vitest";
import { unknownOutcome } from "../../../src/api/outcome-error.ts";
import { UNSEEN, type Unresolved } from "../../../src/api/outcome-search.ts";
import { NetworkError, TimeoutError } from "../../../src/errors.ts";
import type { Booking } from "../../../src/schemas/bookings.ts";
import { printed } from "./refused.ts";

const CAUSE = new TimeoutError("POST /bookings", 10_000);
const ADDRESS = "ann@example.test";
const booking = { uid: "b", attendees: [{ email: ADDRESS, name: "Ann Example" }] };
const messageOf = (known: Unresolved, clues = {}) =>
  unknownOutcome("bookings.create", CAUSE, known, clues).message;

describe("an unknown outcome", () => {
  it.each<[Unresolved["looked"], string]>([
    ["not-at-all", "look first whether it is there"],
    ["not-found", "nothing of it up to now, but it may still come about"],
    ["not-possible", "look for it with another, or ask the host"],
    ["unclear", "may be of something else, or is not all of it"],
  ])("that is %s says so, and what to do", (looked, words) => {
    const message = messageOf({ looked, found: [] });
    expect(message).toContain("Nobody knows whether bookings.create happened: POST /bookings took");
    expect(message).toContain(words);
    expect(message).toContain("Do not send it again");
  });

  it("says by what it is to be recognised", () => {
    expect(messageOf(UNSEEN, { nonce: "n" })).toMatch(
      /calcomCoherentNonce` is this error's `nonce`\.$/,
    );
    expect(messageOf(UNSEEN, { bookingUid: "b" })).toMatch(/this error's `bookingUid` names\.$/);
  });

  it("says why looking has failed, unless something was found", () => {
    const trouble = new TimeoutError("GET /bookings", 2_500);
    expect(messageOf({ ...UNSEEN, trouble })).toContain(
      "Looking for it failed: GET /bookings took",
    );
    const refusal = new NetworkError("Cut off", { mayHaveArrived: true });
    const withRefusal = messageOf({ ...UNSEEN, trouble: refusal });
    expect(withRefusal).toContain("Looking for it failed: Cut off. Do not send it again");
    const unclear = { looked: "unclear", found: [booking as unknown as Booking], trouble } as const;
    expect(messageOf(unclear)).not.toContain("failed");
  });

  it("of a call that was called off says so", () => {
    const error = unknownOutcome("bookings.cancel", "enough", UNSEEN, { bookingUid: "b" });
    expect(error.message).toContain("it was called off after it was sent");
    expect(error).toMatchObject({ cause: "enough", bookingUid: "b", nonce: undefined });
  });

  it("names nobody when it is printed, and keeps what was found", () => {
    const found = [booking as unknown as Booking];
    const error = unknownOutcome("bookings.create", CAUSE, { looked: "unclear", found }, {});
    expect(error.found).toBe(found);
    expect(printed(error)).not.toContain("Ann Example");
    expect(printed(error)).not.toContain(ADDRESS);
  });
});
