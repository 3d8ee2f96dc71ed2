import type { Clock } from "calcom-coherent";
import { HOURS, nearest, wallTimes, withinHours, ZONE } from "./offers.ts";
import { OriginApi, type OriginApiOptions, type RawReply } from "./origin-api.ts";
import { OriginCache } from "./origin-cache.ts";
import type { Ask, Heard, LayerNumber, Outcome, RawDelivery, Scheme, Wanted } from "./scheme.ts";

/** Seconds to live, from the public incident report. */
export const ORIGIN_TTL = { slots: 300, emptySlots: 60, availability: 300, finder: 45 } as const;
/** How long the nesting lets an answer live at most: each layer may be filled as the next one ends. */
export const ORIGIN_LONGEST_S = ORIGIN_TTL.slots + ORIGIN_TTL.availability + ORIGIN_TTL.finder;
const CLEARED_DAYS = 30;
const DAY_MS = 86_400_000;

// The origin kept the times alone. `fetchedAt` is the replay's instrument, so that both schemes
// can be judged by when the load from Cal.com began; nothing in the scheme looks at it.
interface Kept {
  readonly times: readonly string[];
  readonly fetchedAt: number;
}

/** The scheme of the public incident: three nested caches, of which one is cleared by two paths. */
export class OriginScheme implements Scheme {
  readonly name = "origin";
  /** What its webhook handlers kept up to date. The caches were not among it. */
  readonly appointments = new Map<string, string>();
  readonly #api: OriginApi;
  readonly #cache: OriginCache;
  readonly #clock: Clock;

  constructor(options: OriginApiOptions & { readonly clock: Clock }) {
    this.#api = new OriginApi(options);
    this.#cache = new OriginCache(options.clock);
    this.#clock = options.clock;
  }

  async read(layer: LayerNumber, ask: Ask): Promise<Heard> {
    const { key, answer } = {
      1: { key: slotsKey, answer: this.#slots },
      2: { key: availabilityKey, answer: this.#availability },
      3: { key: finderKey, answer: this.#finder },
    }[layer];
    const source = this.#cache.get(key(ask)) === undefined ? "origin" : "cache";
    const { times, fetchedAt } = await answer(ask);
    return { times, source, loadBeganAt: fetchedAt };
  }

  /** Entry point 1, and through it entry point 7: the two that clear anything. */
  async create({ eventTypeId, start, name }: Wanted): Promise<Outcome> {
    const attendee = { name, email: `${name.toLowerCase()}@example.test`, timeZone: ZONE };
    const reply = await this.#api.post("bookings", { eventTypeId, start, attendee });
    if (reply.status < 400) this.#clearAvailabilityCacheForEventType(eventTypeId);
    return outcomeOf(reply);
  }

  /** Entry point 2. */
  async reschedule(uid: string, start: string): Promise<Outcome> {
    return outcomeOf(await this.#api.post(`bookings/${uid}/reschedule`, { start }));
  }

  /** Entry point 3. */
  async cancel(uid: string): Promise<Outcome> {
    const reason = { cancellationReason: "called off" };
    return outcomeOf(await this.#api.post(`bookings/${uid}/cancel`, reason));
  }

  /** Entry points 4 to 6: the rows of the database follow, the caches do not. */
  async hear({ body }: RawDelivery): Promise<number> {
    const { triggerEvent, payload } = JSON.parse(body) as {
      triggerEvent: string;
      payload: { uid: string };
    };
    this.appointments.set(payload.uid, triggerEvent);
    return 200;
  }

  async close(): Promise<void> {}

  readonly #slots = async (ask: Ask): Promise<Kept> => {
    const kept = this.#cache.get<Kept>(slotsKey(ask));
    if (kept !== undefined) return kept;
    const fetchedAt = this.#clock.now();
    const { eventTypeId, date } = ask;
    const query = { eventTypeId: String(eventTypeId), start: date, end: date, timeZone: ZONE };
    const { status, text } = await this.#api.slots(query);
    if (status >= 400) throw new Error(`HTTP ${status} ${text}`);
    const { data } = JSON.parse(text) as { data: Record<string, { start: string }[]> };
    const times = wallTimes(data[date] ?? []);
    const fresh = { times, fetchedAt };
    const ttl = times.length === 0 ? ORIGIN_TTL.emptySlots : ORIGIN_TTL.slots;
    this.#cache.put(slotsKey(ask), fresh, ttl);
    return fresh;
  };

  readonly #availability = (ask: Ask): Promise<Kept> =>
    this.#cache.remember(availabilityKey(ask), ORIGIN_TTL.availability, async () => {
      const { times, fetchedAt } = await this.#slots(ask);
      return { times: withinHours(times), fetchedAt };
    });

  readonly #finder = (ask: Ask): Promise<Kept> =>
    this.#cache.remember(finderKey(ask), ORIGIN_TTL.finder, async () => {
      const { times, fetchedAt } = await this.#availability(ask);
      return { times: nearest(times, ask.wish), fetchedAt };
    });

  #clearAvailabilityCacheForEventType(eventTypeId: number): void {
    for (let day = 0; day < CLEARED_DAYS; day++) {
      const date = new Date(this.#clock.now() + day * DAY_MS).toISOString().slice(0, 10);
      this.#cache.forget(slotsKey({ eventTypeId, date }));
    }
  }
}

const slotsKey = ({ eventTypeId, date }: Pick<Ask, "eventTypeId" | "date">): string =>
  `calcom:slots:${eventTypeId}:${date}:${date}`;

const availabilityKey = ({ company, branch, eventTypeId, date }: Ask): string =>
  `cal_slots_${company}_${branch}_${eventTypeId}_${date}-${HOURS.from}_${date}-${HOURS.to}`;

const finderKey = ({ company, branch, eventTypeId, date, wish }: Ask): string =>
  `appointment_finder:${company}:${branch}:${eventTypeId}:${date}:${wish}`;

function outcomeOf({ status, text }: RawReply): Outcome {
  if (status >= 400) {
    const told = `HTTP ${status} ${text}`;
    return { booked: false, acknowledged: false, told, status, code: undefined };
  }
  const { data } = JSON.parse(text) as { data: { uid: string } };
  return { booked: true, uid: data.uid, acknowledged: true };
}
