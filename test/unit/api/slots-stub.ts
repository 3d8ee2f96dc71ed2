import type { CalcomClientOptions, SlotsQuery } from "../../../src/index.ts";
import { stubbedClient } from "./stub-fetch.ts";

export const DAY = "2026-12-07";
export const QUESTION: SlotsQuery = { eventTypeId: 1, start: DAY, end: DAY };

export const slot = (date: string, time: string, minutes = 30) => {
  const start = new Date(`${date}T${time}:00.000Z`);
  return {
    start: start.toISOString(),
    end: new Date(start.getTime() + minutes * 60_000).toISOString(),
  };
};

export const slotsAnswer = (...times: string[]) => ({
  status: "success",
  data: times.length === 0 ? {} : { [DAY]: times.map((time) => slot(DAY, time)) },
});

/** A client whose Cal.com answers `GET /slots` with a body that may change. */
export function slotsWorld(body: unknown = slotsAnswer("09:00"), extra: CalcomClientOptions = {}) {
  const world = { body };
  const stubbed = stubbedClient(
    (_request, count) =>
      Response.json(world.body, { headers: { "x-request-id": `request-${count}` } }),
    extra,
  );
  const queries = () => stubbed.requests.map(({ url }) => new URL(url).searchParams);
  return Object.assign(world, stubbed, { queries });
}
