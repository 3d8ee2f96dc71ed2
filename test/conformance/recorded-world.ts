import { createFakeCalcom, type FakeCalcom } from "../../src/testing/fake-calcom.ts";
import { createVirtualClock, type VirtualClock } from "../../src/testing/virtual-clock.ts";

/** A fake set up like the server that was recorded. */
export interface RecordedWorld {
  readonly fake: FakeCalcom;
  readonly clock: VirtualClock;
}

const people = [
  ["alice", "cal_live_alice0000000000000000000000000001", "09:00"],
  ["bob", "cal_live_bob000000000000000000000000000001", "09:00"],
  ["carol", "cal_live_carol00000000000000000000000000001", "13:00"],
] as const;

type Deliver = (request: Request) => Promise<Response>;

/** Alice, Bob and Carol as the recording began: without schedules or event types. */
export function createPeople(deliver: Deliver = async () => new Response("ok")): RecordedWorld {
  const clock = createVirtualClock("2026-11-20T15:59:35.603Z");
  const fake = createFakeCalcom({ clock, deliver });
  for (const [name, apiKey] of people) {
    const title = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    fake.users.add({
      name: `${title} Example`,
      username: `${name}-user`,
      email: `${name}@example.test`,
      apiKey,
      schedule: null,
    });
  }
  return { fake, clock };
}

/** Alice, Bob and Carol with their schedules, and the event types that are Alice's. */
export function createRecordedWorld(deliver?: Deliver): RecordedWorld {
  const { fake, clock } = createPeople(deliver);
  for (const [index, [, , startTime]] of people.entries()) {
    const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] as const;
    const availability = [{ days, startTime, endTime: "17:00" }];
    fake.schedules.add({ ownerId: index + 1, availability });
  }
  const add = (id: number, slug: string, title: string, rest = {}) =>
    fake.eventTypes.add({ id, ownerId: 1, slug, title, ...rest });
  add(1, "thirty-min", "Thirty minutes");
  add(2, "one-hour", "One hour", { lengthInMinutes: 60 });
  add(3, "needs-confirm", "Needs confirmation", {
    requiresConfirmation: true,
    blockUnconfirmedBookings: true,
  });
  add(4, "needs-confirm-nb", "Needs confirmation no block", { requiresConfirmation: true });
  add(5, "default-loc", "Default location", { location: null });
  return { fake, clock };
}
