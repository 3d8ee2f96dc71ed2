import type { CalcomClient } from "../../../../src/index.ts";
import { isOneIn, pick } from "../../histories/choice.ts";
import { DAYS, type Question } from "../../histories/questions.ts";
import type { Focus } from "../focus.ts";
import { again, type Going } from "../pace.ts";
import type { Changes } from "./changes.ts";

/** A booking that this process has made. */
interface Booked {
  readonly uid: string;
  readonly slug: string;
}

const PAUSE_MS = [100, 900] as const;
/** Beyond so many, days fill up and nothing can be booked any more. */
const MOST_BOOKED = 10;

/** Some half hour within everybody's working hours. */
export function someTime(random: () => number): string {
  const halfHours = 18 + Math.floor(random() * 16);
  const time = new Date(halfHours * 30 * 60_000).toISOString().slice(11);
  return `${pick(DAYS, random)}T${time}`;
}

/** Books, moves and cancels, one after another, until it is told to stop. */
export function startWrites(
  {
    name,
    client,
    changes,
    ids,
    focus,
    questions,
  }: {
    readonly name: string;
    readonly client: CalcomClient;
    readonly changes: Changes;
    readonly ids: Readonly<Record<string, number>>;
    readonly focus: Focus;
    readonly questions: readonly Question[];
  },
  random: () => number,
): Going {
  const booked: Booked[] = [];
  let made = 0;

  const about = (slug: string) => {
    const eventTypeId = ids[slug] ?? 0;
    const said = questions.flatMap(({ eventTypeIds }, number) =>
      eventTypeIds.includes(eventTypeId) ? [number] : [],
    );
    made += 1;
    return { change: `${name}-${made}`, eventTypeId, said };
  };
  const create = () => {
    const slug = focus.pick(random);
    const start = someTime(random);
    const planned = about(slug);
    const { eventTypeId } = planned;
    const attendee = { name: "Ann", email: `${planned.change}@example.test`, timeZone: "UTC" };
    return changes.make({ ...planned, by: "write", what: `create of ${slug}` }, async () => {
      const result = await client.bookings.create({ eventTypeId, start, attendee });
      booked.push({ uid: result.booking.uid, slug });
      return result.coherence;
    });
  };
  const take = (): Booked | undefined => {
    const index = Math.floor(random() * booked.length);
    return booked.splice(index, 1)[0];
  };
  const reschedule = async () => {
    const found = take();
    if (found === undefined) return create();
    const { uid, slug } = found;
    const start = someTime(random);
    const what = `reschedule of ${slug}`;
    return changes.make({ ...about(slug), by: "write", what }, async () => {
      const result = await client.bookings.reschedule(uid, { start });
      booked.push({ uid: result.booking.uid, slug });
      return result.coherence;
    });
  };
  const cancel = async () => {
    const found = take();
    if (found === undefined) return create();
    const { uid, slug } = found;
    const what = `cancel of ${slug}`;
    return changes.make({ ...about(slug), by: "write", what }, async () => {
      const { coherence } = await client.bookings.cancel(uid, { cancellationReason: "Ill" });
      return coherence;
    });
  };
  const invalidate = () => {
    const slug = focus.pick(random);
    const planned = about(slug);
    const { eventTypeId } = planned;
    const what = `invalidate ${slug}`;
    return changes.make({ ...planned, by: "application", what }, async () => {
      await client.invalidate({ eventTypeId });
      return "confirmed";
    });
  };

  const writeOnce = async () => {
    if (focus.isCalm()) return false;
    if (isOneIn(random, 10)) return invalidate();
    if (booked.length > MOST_BOOKED) return cancel();
    return pick([create, create, reschedule, cancel], random)();
  };
  return again(writeOnce, random, PAUSE_MS);
}
