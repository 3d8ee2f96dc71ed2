import { describe, expect, it } from "vitest";
import { at, createWorld } from "../../helpers/world.ts";
import { check } from "./checker.ts";
import type { Told } from "./settings.ts";

const WISH = {
  ...{ id: "wish-1", eventTypeId: 1, start: at("09:00"), email: "guest@example.test" },
  ...{ movedTo: undefined, isCancelled: false },
};
const wish = WISH.id;
const attendees = [{ name: wish, email: WISH.email, timeZone: "UTC", language: "en" }];
const unknown = { verdict: "unknown", looked: "not-found" } as const;

/** Bookings of the wish, one after another. */
function createBookings() {
  const { fake, half } = createWorld();
  const add = (time: string, more: object = {}) =>
    fake.bookings.add({ eventTypeId: half.id, start: at(time), attendees, ...more });
  return { fake, add };
}
const judged = (told: readonly Told[], list: Parameters<typeof check>[2]) => {
  const findings = Object.entries(check([WISH], told, list));
  return findings.filter(([, found]) => found.length > 0).map(([name]) => name);
};

describe("the checker of the soak", () => {
  it("finds nothing where all is as it was told", () => {
    const { add, fake } = createBookings();
    const { uid } = add("09:00");
    expect(
      judged([{ wish, action: "create", verdict: "done", uid }], fake.bookings.list()),
    ).toEqual([]);
    expect(judged([{ wish, action: "create", verdict: "refused", why: "taken" }], [])).toEqual([]);
  });

  it("finds one wish with two bookings", () => {
    const { add, fake } = createBookings();
    const { uid } = add("09:00");
    add("10:00");
    const told = [{ wish, action: "create", verdict: "done", uid }] as const;
    expect(judged(told, fake.bookings.list())).toEqual(["twice"]);
  });

  it("finds what was told and is not there", () => {
    const { add, fake } = createBookings();
    const { uid } = add("09:00");
    const told = { wish, action: "create", verdict: "found", uid } as const;
    expect(judged([told], [])).toEqual(["lost"]);
    const cancelled = { wish, action: "cancel", verdict: "done", uid } as const;
    expect(judged([told, cancelled], fake.bookings.list())).toEqual(["lost"]);
    const moved = { wish, action: "move", verdict: "done", uid: "another" } as const;
    expect(judged([told, moved], fake.bookings.list())).toEqual(["lost"]);
  });

  it("finds what was refused and is there", () => {
    const { add, fake } = createBookings();
    const { uid } = add("09:00", { status: "cancelled" });
    const refused = { verdict: "refused", why: "taken" } as const;
    expect(judged([{ wish, action: "create", ...refused }], fake.bookings.list())).toEqual([
      "denied",
    ]);
    add("10:00", { rescheduledFromUid: uid });
    const told = { wish, action: "create", verdict: "done", uid } as const;
    expect(judged([told, { wish, action: "move", ...refused }], fake.bookings.list())).toEqual([
      "denied",
    ]);
  });

  it("finds what is unknown and cannot be found by its name", () => {
    const { add, fake } = createBookings();
    add("09:00", { metadata: { calcomCoherentNonce: "mine" } });
    const named = (nonce: string | undefined) => [
      { wish, action: "create", ...unknown, nonce, bookingUid: undefined } as const,
    ];
    expect(judged(named("mine"), fake.bookings.list())).toEqual([]);
    expect(judged(named("other"), fake.bookings.list())).toEqual(["unnamed"]);
    expect(judged(named(undefined), [])).toEqual(["unnamed"]);
  });

  it("finds a wish that nothing was told of", () => {
    expect(judged([], [])).toEqual(["untold"]);
  });
});
