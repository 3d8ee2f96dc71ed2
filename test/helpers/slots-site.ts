import type { SlotsByDate } from "../../src/index.ts";
import type { VirtualClock } from "../../src/testing/virtual-clock.ts";

export const SLOTS_URL = "https://practice.example/slots";
export const CHANGES_URL = "https://practice.example/changes";

/** The free times of one day, by their hours in UTC. */
export function slotsAt(...hours: readonly number[]): SlotsByDate {
  const instant = (hour: number) => new Date(Date.UTC(2026, 11, 7, hour)).toISOString();
  const day = hours.map((hour) => ({ start: instant(hour), end: instant(hour + 0.5) }));
  return day.length === 0 ? {} : { "2026-12-07": day };
}

/** The hours of what is shown. */
export const hoursOf = (slots: SlotsByDate | undefined) =>
  slots &&
  Object.values(slots).flatMap((day) => day.map(({ start }) => new Date(start).getUTCHours()));

export interface SiteRequest {
  readonly url: URL;
  readonly headers: Headers;
  readonly cache: RequestCache | undefined;
  readonly signal: AbortSignal | null | undefined;
  /** Index of the truth that was read for it; `undefined` until then. */
  read: number | undefined;
}

/** An event on its way from the server to the page. */
export interface SiteEvent {
  readonly name: string;
  readonly id: string | undefined;
}

/** A practice's server and the network to it, on a virtual clock: what pages are told, step by step. */
export function createSlotsSite(clock: VirtualClock) {
  const truths: { readonly slots: SlotsByDate; readonly version: string }[] = [];
  const streams = new Set<{
    send: (event: string, id?: string) => void;
    end: (error?: Error) => void;
  }>();
  const site = {
    requests: [] as SiteRequest[],
    /** Milliseconds on the way there, and as many back. */
    delayMs: 10,
    beatMs: 10_000,
    /** Milliseconds between an event and its arrival. */
    eventDelayMs: 0,
    /** Is told of every event that leaves; what it returns is called when that has arrived. */
    onEvent: (_event: SiteEvent) => () => {},
    /** Is told of every question as it leaves the page. */
    onRequest: (_request: SiteRequest) => {},
    /** `lost`: nothing is answered, nothing arrives; `down`: connections are refused. */
    network: "well" as "well" | "lost" | "down",
    /** What every request is answered by, instead. */
    refusal: undefined as (() => Response) | undefined,
    /** What only streams are answered by. */
    streamRefusal: undefined as (() => Response) | undefined,
    /** A proxy keeps what streams say. */
    isBuffering: false,
    canSeeChanges: true,
    /** Further headers of answers with free times. */
    headers: {} as Record<string, string>,
    /** How far the server's clock is ahead of the page's. */
    aheadMs: 0,
    get openStreams() {
      return streams.size;
    },
    get truth() {
      return truths.at(-1) ?? { slots: {}, version: "v0" };
    },
    truths,
    /** Something is booked, or free again; pages are told. */
    change(slots: SlotsByDate) {
      site.changeSilently(slots);
      truths.push({ slots, version: `v${truths.length}` });
      if (site.canSeeChanges) site.tell("version", site.truth.version);
    },
    /** Something is booked that nobody announces. */
    changeSilently(slots: SlotsByDate) {
      const { version } = site.truth;
      truths.push({ slots, version });
    },
    tell(event: string, id?: string) {
      for (const stream of streams) stream.send(event, id);
    },
    /** The server ends all streams, or the network breaks them. */
    endStreams(error?: Error) {
      for (const stream of [...streams]) stream.end(error);
    },
    async fetch(input: URL | RequestInfo, init: RequestInit = {}): Promise<Response> {
      const request = {
        url: new URL(`${input}`),
        headers: new Headers(init.headers),
        cache: init.cache,
        signal: init.signal,
        read: undefined,
      };
      site.requests.push(request);
      site.onRequest(request);
      const signal = init.signal ?? new AbortController().signal;
      await travel(signal);
      const isStream = request.url.pathname === "/changes";
      const refuse = (isStream ? site.streamRefusal : undefined) ?? site.refusal;
      if (refuse !== undefined) return refuse();
      const response = isStream ? stream(request, signal) : slots(request);
      await travel(signal);
      return response;
    },
    requestsOf: (path: string) => site.requests.filter(({ url }) => url.pathname === path),
  };

  const travel = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      if (signal.aborted) reject(signal.reason);
      if (site.network === "down") reject(new TypeError("Failed to fetch"));
      if (site.network === "well") clock.setTimeout(resolve, site.delayMs);
    });

  function slots(request: SiteRequest): Response {
    request.read = truths.length - 1;
    const body = JSON.stringify({ slots: site.truth.slots });
    const etag = `"${body.length}-${body.replaceAll(/[^0-9]/g, "")}"`;
    const date = new Date(clock.now() + site.aheadMs).toUTCString();
    const headers = { etag, date, ...site.headers };
    const isSame = request.headers.get("if-none-match") === etag;
    return new Response(isSame ? null : body, { status: isSame ? 304 : 200, headers });
  }

  function stream(request: SiteRequest, signal: AbortSignal): Response {
    const encoder = new TextEncoder();
    const line = createLine();
    let timer: unknown;
    const one = {
      send(name: string, id?: string) {
        if (!streams.has(one)) return;
        if (typeof timer === "function") timer();
        timer = clock.setTimeout(
          () => one.send(site.canSeeChanges ? "beat" : "unknown"),
          site.beatMs,
        );
        if (site.isBuffering) return;
        const text = `${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: {}\n\n`;
        const arrived = site.onEvent({ name, id });
        const arrive = () => {
          if (site.network === "well") line.put({ bytes: encoder.encode(text), arrived });
        };
        if (site.eventDelayMs === 0) arrive();
        else clock.setTimeout(arrive, site.eventDelayMs);
      },
      end(error?: Error) {
        if (!streams.delete(one)) return;
        if (typeof timer === "function") timer();
        line.end(error);
      },
    };
    streams.add(one);
    signal.addEventListener("abort", () => one.end(signal.reason));
    const { version } = site.truth;
    if (!site.canSeeChanges) one.send("unknown");
    else if (request.headers.get("last-event-id") === version) one.send("beat");
    else one.send("version", version);
    const { body } = line;
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }

  truths.push({ slots: slotsAt(8, 9, 10), version: "v1" });
  return site;
}

export type SlotsSite = ReturnType<typeof createSlotsSite>;

interface Piece {
  readonly bytes: Uint8Array;
  /** It is in the page's hands. */
  readonly arrived: () => void;
}

/** A body that hands over what has come when somebody reads, all of it at once. */
function createLine() {
  const pieces: Piece[] = [];
  let wake = () => {};
  let ended: { readonly error: Error | undefined } | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        while (pieces.length === 0 && ended === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        if (ended?.error !== undefined) return controller.error(ended.error);
        if (pieces.length === 0) return controller.close();
        const all = pieces.splice(0);
        controller.enqueue(Buffer.concat(all.map(({ bytes }) => bytes)));
        for (const { arrived } of all) arrived();
      },
    },
    { highWaterMark: 0 },
  );
  return {
    body,
    put(piece: Piece) {
      pieces.push(piece);
      wake();
    },
    end(error: Error | undefined) {
      ended ??= { error };
      wake();
    },
  };
}
