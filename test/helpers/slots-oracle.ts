import type { SlotsByDate } from "../../src/index.ts";
import type { SiteRequest, SlotsSite } from "./slots-site.ts";

interface Asked {
  readonly request: SiteRequest;
  readonly step: number;
  readonly atMs: number;
}

/** Free times that say which truth they are of. */
export const truthOf = (number: number): SlotsByDate => ({
  "2027-12-07": [{ start: "2027-12-07T09:00:00Z", end: "2027-12-07T09:30:00Z", number }],
});

const numberIn = (slots: SlotsByDate) => Number(slots["2027-12-07"]?.[0]?.number);

/**
 * Judges what a page shows by what has happened between it and the server: no code of the client's,
 * and clocks that never stand still.
 *
 * @param now the true time
 */
export function judgeOf(site: SlotsSite, now: () => number) {
  const asked: Asked[] = [];
  let step = 0;
  let known: { version: string; since: number } | undefined;
  /** What was asked before may be older than news that have arrived. */
  let bar = 0;
  let beatSentAt = Number.NEGATIVE_INFINITY;
  site.onRequest = (request) => {
    step++;
    if (request.url.pathname === "/slots") asked.push({ request, step, atMs: now() });
  };
  site.onEvent = ({ name, id }) => {
    const sentAt = now();
    return () => {
      step++;
      if (id !== undefined && id !== known?.version) {
        if (known !== undefined) bar = step;
        known = { version: id, since: step };
      }
      if (name !== "unknown") beatSentAt = Math.max(beatSentAt, sentAt);
    };
  };
  return {
    /** Another event type is watched: what was known says nothing. */
    forget() {
      known = undefined;
      bar = ++step;
      beatSentAt = Number.NEGATIVE_INFINITY;
    },
    /** @returns for how many milliseconds what is shown has not been confirmed */
    judge(slots: SlotsByDate, query: { readonly start: string }): number {
      const number = numberIn(slots);
      const sources = asked.filter(
        ({ request, step: began }) =>
          began >= bar &&
          request.url.searchParams.get("start") === query.start &&
          request.read !== undefined &&
          numberIn(site.truths[request.read]?.slots ?? {}) === number,
      );
      if (sources.length === 0) throw new Error(`Truth ${number} was asked for before the news.`);
      const isTold = sources.some(({ step: began }) => known !== undefined && began > known.since);
      const times = sources.map(({ atMs }) => atMs);
      return now() - Math.max(...times, isTold ? beatSentAt : Number.NEGATIVE_INFINITY);
    },
  };
}
