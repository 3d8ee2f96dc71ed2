import {
  createFakeCalcom,
  createVirtualClock,
  type FakeCalcom,
  startFakeCalcomServer,
  type VirtualClock,
} from "calcom-coherent/testing/server";
import { askCalcom, furnish, newsIn } from "./cal-com.ts";
import { LibraryScheme } from "./library-scheme.ts";
import { OriginScheme } from "./origin-scheme.ts";
import { Player } from "./player.ts";
import { type Endpoint, openReceiver } from "./receiver.ts";
import { RequestMeter, turn } from "./request-meter.ts";
import {
  type Ask,
  type Outcome,
  SCHEMES,
  type Scheme,
  type SchemeName,
  type Wanted,
} from "./scheme.ts";

const SECRET = "whsec-replay";
/** A Friday evening in Berlin; asked for is the Monday after. */
const BEGINS = "2026-12-04T17:35:30Z";
export const MONDAY = "2026-12-07";

/** One Cal.com, one application with both schemes in it, and a clock that only the script moves. */
export interface World {
  readonly clock: VirtualClock;
  readonly fake: FakeCalcom;
  /** Event types of one host: 30 and 60 minutes. */
  readonly eventTypes: { readonly short: number; readonly long: number };
  readonly players: Readonly<Record<SchemeName, Player>>;
  /** Requests each scheme has sent to Cal.com so far. */
  readonly sent: Readonly<Record<SchemeName, number>>;
  ask(changes?: Partial<Ask>): Ask;
  /** Subscribes both schemes' receivers to Cal.com's webhooks, over HTTP. */
  listen(): void;
  /** Subscribes a receiver that does not answer; Cal.com then holds a cancellation back. */
  stall(): { release(): void };
  /** Resolves when both schemes have answered a delivery. */
  heard(): Promise<void>;
  /** Lets time pass once nothing is on its way any more. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const clock = createVirtualClock(BEGINS);
  const fake = createFakeCalcom({ clock });
  const server = await startFakeCalcomServer(fake);
  const meter = new RequestMeter();
  const { apiKey, eventTypes } = furnish(fake);
  const common = { baseUrl: server.url, apiKey, clock };
  const schemes = {
    origin: new OriginScheme({ ...common, fetch: meter.fetchFor("origin") }),
    library: new LibraryScheme({
      ...common,
      fetch: meter.fetchFor("library"),
      webhookSecret: SECRET,
    }),
  };
  let stalled = Promise.resolve();
  const endpoints: Record<string, Endpoint> = {
    "/stalling": async () => {
      await stalled;
      return { status: 200 };
    },
  };
  const receiver = await openReceiver(endpoints);
  const playerOf = (scheme: Scheme): Player => {
    const player = new Player({
      scheme,
      clock,
      date: MONDAY,
      askCalcom: (eventTypeId, date) => askCalcom(server.url, eventTypeId, date),
      postAppointment: (body) => post(`${receiver.url}/${scheme.name}/appointments`, body),
    });
    endpoints[`/${scheme.name}/webhooks`] = async (delivery) => ({
      status: await player.hear(delivery, newsIn(delivery)),
    });
    endpoints[`/${scheme.name}/appointments`] = async ({ body }) => ({
      status: 200,
      json: await scheme.create(JSON.parse(body) as Wanted),
    });
    return player;
  };
  const players = { origin: playerOf(schemes.origin), library: playerOf(schemes.library) };

  return {
    clock,
    fake,
    eventTypes,
    players,
    sent: meter.sent,
    ask: (changes = {}) => ({
      ...{ company: 15, branch: 9, eventTypeId: eventTypes.short, date: MONDAY, wish: "08:00" },
      ...changes,
    }),
    listen() {
      for (const name of SCHEMES) {
        fake.webhooks.subscribe({ url: `${receiver.url}/${name}/webhooks`, secret: SECRET });
      }
    },
    stall() {
      let release = (): void => {};
      stalled = new Promise((resolve) => {
        release = resolve;
      });
      fake.webhooks.subscribe({ url: `${receiver.url}/stalling` });
      return { release: () => release() };
    },
    async heard() {
      const isBy = (name: string) =>
        fake.webhooks.deliveries.some(
          ({ url, answeredStatus }) => url.includes(name) && answeredStatus !== undefined,
        );
      while (!isBy("/origin/") || !isBy("/library/")) await turn();
    },
    async pass(ms) {
      await meter.calm();
      await clock.advance(ms);
    },
    async close() {
      await Promise.all([schemes.origin.close(), schemes.library.close()]);
      await Promise.all([receiver.close(), server.close()]);
    },
  };
}

async function post(url: string, body: object): Promise<Outcome> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return (await response.json()) as Outcome;
}
