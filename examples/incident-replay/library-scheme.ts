import {
  type BookingResult,
  CalcomClient,
  CalcomError,
  type Clock,
  type Layer,
  SlotTakenError,
  WebhookSignatureError,
} from "calcom-coherent";
import { nearest, OFFERED, wallTimes, withinHours, ZONE } from "./offers.ts";
import { ORIGIN_TTL } from "./origin-scheme.ts";
import type { Ask, Heard, LayerNumber, Outcome, RawDelivery, Scheme, Wanted } from "./scheme.ts";

export interface LibraryOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

/** The same three layers on this library: with the origin's own times to live, and no clearing. */
export class LibraryScheme implements Scheme {
  readonly name = "library";
  readonly client: CalcomClient;
  readonly #availability: Layer<Ask, string[]>;
  readonly #finder: Layer<Ask, string[]>;

  constructor(options: LibraryOptions) {
    const slotsMs = ORIGIN_TTL.slots * 1_000;
    this.client = new CalcomClient({
      ...options,
      // The origin's, so that what differs is coherence and not how soon an answer expires.
      ttl: { nearMs: slotsMs, farMs: slotsMs, emptyMs: ORIGIN_TTL.emptySlots * 1_000 },
    });
    this.#availability = this.client.layer("availability", {
      key: ({ company, branch, eventTypeId, date }: Ask) => [company, branch, eventTypeId, date],
      load: async (ask, context) => {
        const { slots } = await context.slots.list(slotsQuery(ask));
        return withinHours(wallTimes(slots[ask.date] ?? []));
      },
      ttlMs: ORIGIN_TTL.availability * 1_000,
    });
    this.#finder = this.client.layer("appointment-finder", {
      key: (ask: Ask) => [ask.company, ask.branch, ask.eventTypeId, ask.date, ask.wish],
      load: async (ask, context) => nearest(await context.get(this.#availability, ask), ask.wish),
      ttlMs: ORIGIN_TTL.finder * 1_000,
    });
  }

  async read(layer: LayerNumber, ask: Ask): Promise<Heard> {
    if (layer === 1) {
      const { slots, provenance } = await this.client.slots.list(slotsQuery(ask));
      return heard(wallTimes(slots[ask.date] ?? []), provenance);
    }
    const { value, provenance } = await (layer === 2 ? this.#availability : this.#finder).read(ask);
    return heard(value, provenance);
  }

  create({ eventTypeId, start, name }: Wanted): Promise<Outcome> {
    const attendee = { name, email: `${name.toLowerCase()}@example.test`, timeZone: ZONE };
    return outcomeOf(this.client.bookings.create({ eventTypeId, start, attendee }));
  }

  reschedule(uid: string, start: string): Promise<Outcome> {
    return outcomeOf(this.client.bookings.reschedule(uid, { start }));
  }

  cancel(uid: string): Promise<Outcome> {
    return outcomeOf(this.client.bookings.cancel(uid, { cancellationReason: "called off" }));
  }

  async hear(delivery: RawDelivery): Promise<number> {
    try {
      await this.client.handleWebhook(delivery);
      return 204;
    } catch (error) {
      return error instanceof WebhookSignatureError ? 401 : 503;
    }
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

const slotsQuery = ({ eventTypeId, date }: Ask) => ({
  eventTypeId,
  start: date,
  end: date,
  timeZone: ZONE,
});

function heard(times: readonly string[], provenance: NonNullable<Heard["provenance"]>): Heard {
  const { loadBeganAt, source } = provenance;
  return { times, source, loadBeganAt, provenance };
}

async function outcomeOf(writing: Promise<BookingResult>): Promise<Outcome> {
  try {
    const { booking, coherence } = await writing;
    return { booked: true, uid: booking.uid, acknowledged: coherence === "confirmed" };
  } catch (error) {
    if (!(error instanceof CalcomError)) throw error;
    const { code, coherence, name, status } = error;
    const told = `${name} (code ${code}, status ${status ?? "none"})`;
    const refused = { acknowledged: coherence === "confirmed", told, status, code };
    if (!(error instanceof SlotTakenError)) return { booked: false, ...refused };
    const alternatives = async () => {
      const { slots, provenance } = await error.alternatives({ max: OFFERED, timeZone: ZONE });
      return heard(wallTimes(slots), provenance);
    };
    return { booked: false, ...refused, alternatives };
  }
}
