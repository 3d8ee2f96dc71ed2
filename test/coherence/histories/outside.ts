import { createRandom } from "../../../src/testing/random.ts";
import { Refusal } from "../../../src/testing/replies.ts";
import { isOneIn, pick } from "./choice.ts";
import { count, type Run } from "./run.ts";
import { slowVisitor } from "./trouble.ts";
import { someBooking, somebody, someTime } from "./writes.ts";

type Operation = (run: Run, random: () => number) => void;

/** Somebody does something on the booking page, behind every client's back. */
function visit(
  run: Run,
  random: () => number,
  what: string,
  path: string,
  act: () => Promise<unknown>,
): void {
  count(run.counts.writes, what.split(" ", 1)[0] ?? what);
  if (isOneIn(random, 2)) slowVisitor(run, path, random);
  const work = run.world.recorder.act(what, "visitor", async () => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      count(run.counts.failures, `a visitor: ${error.status}`);
    }
  });
  run.start(undefined, work);
}

export const visitorBooks: Operation = (run, random) => {
  const { fake } = run.world;
  const { id, slug } = pick(run.focus.subjects, random);
  const start = someTime(random);
  const { email } = somebody(run.world, random);
  const guests = isOneIn(random, 10) ? [somebody(run.world, random).email] : [];
  const what = `page.book of ${slug} at ${start}`;
  const book = () => fake.bookings.book({ eventTypeId: id, start, attendee: { email }, guests });
  visit(run, random, what, "/book", book);
};

export const visitorReschedules: Operation = (run, random) => {
  const seated = new Set(run.world.subjects.filter((one) => one.isSeated).map(({ id }) => id));
  const found = someBooking(run.world, random, (one) => !seated.has(one.eventTypeId));
  if (found === undefined) return;
  const start = someTime(random);
  const what = `page.reschedule of ${found.uid} to ${start}`;
  const move = () => run.world.fake.bookings.reschedule(found.uid, start);
  visit(run, random, what, "/reschedule", move);
};

export const visitorCancels: Operation = (run, random) => {
  const found = someBooking(run.world, random);
  if (found === undefined) return;
  const cancel = () => run.world.fake.bookings.cancel(found.uid);
  visit(run, random, `page.cancel of ${found.uid}`, "/cancel", cancel);
};

/** An external calendar is busy, or no longer: nobody is told. */
export const calendarIsBusy: Operation = (run, random) => {
  const { fake, people, state, recorder } = run.world;
  const known = [...state.busyTimes.keys()];
  recorder.act("an external calendar", "silence", () => {
    if (known.length > 2) return fake.calendars.removeBusy(pick(known, random));
    const start = Date.parse(someTime(random));
    const { id: userId } = pick(Object.values(people), random);
    return void fake.calendars.addBusy({ userId, start, end: start + 1_800_000 });
  });
};

export const processDies: Operation = (run, random) => run.kill(run.process(random));

/** Lets webhooks come to some process: most at once, some late, twice or never. */
export function receiveWebhooks(run: Run, seed: number): void {
  const { world, counts } = run;
  const { recorder } = world;
  const random = createRandom(seed);
  world.deliver = async (request) => {
    const change = recorder.current();
    const delivery = { body: await request.text(), headers: request.headers };
    const receive = async () => {
      const process = run.process(random);
      const received = process.client.handleWebhook(delivery).then(() => {
        if (process.isAlive && change !== undefined) recorder.acknowledged(change);
        return 204;
      });
      const status = await Promise.race([received, process.death.then(() => 503)]);
      return new Response(null, { status });
    };
    const late = () => {
      run.after(Math.floor(random() * 20_000), () =>
        run.start(
          undefined,
          receive().then(() => {}),
        ),
      );
    };
    const place = random();
    if (run.focus.isDeaf || place < 0.1) {
      count(counts.faults, "a webhook is lost");
      return new Response(null, { status: 503 });
    }
    if (place < 0.65) return receive();
    if (place < 0.8) {
      count(counts.faults, "a webhook comes twice");
      late();
      return receive();
    }
    count(counts.faults, "a webhook comes late");
    late();
    return new Response(null, { status: 204 });
  };
}
