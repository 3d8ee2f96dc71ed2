import type { CalcomClientOptions } from "../../../src/index.ts";
import { type AskedByAddress, createSlotsHandler } from "../../../src/slots-http/index.ts";
import { ANN, at, createWorld, DAY } from "../../helpers/world.ts";

export type Ask = ReturnType<typeof createAnswering>["ask"];

/** A world, a client of it, and a handler of that. */
export function createAnswering(
  options: Partial<AskedByAddress> = {},
  clientOptions: CalcomClientOptions = {},
) {
  const world = createWorld();
  const calcom = world.client(clientOptions);
  const answer = createSlotsHandler(calcom, { eventTypeIds: [world.half.id], ...options });
  const requestOf = (query: Record<string, string> = {}, init: RequestInit = {}) => {
    const asked = { eventTypeId: `${world.half.id}`, start: DAY, end: DAY, ...query };
    return new Request(`https://host.example/slots?${new URLSearchParams(asked)}`, init);
  };
  const ask = (query?: Record<string, string>, init?: RequestInit) =>
    answer(requestOf(query, init));
  return {
    ...world,
    calcom,
    answer,
    requestOf,
    ask,
    /** Asks for the same again, as whoever has kept that answer. */
    askAgain: (response: Response, query?: Record<string, string>) =>
      ask(query, { headers: { "if-none-match": etagOf(response) } }),
    book: (time: string) =>
      calcom.bookings.create({ eventTypeId: world.half.id, start: at(time), attendee: ANN }),
  };
}

export const etagOf = (response: Response) => response.headers.get("etag") ?? "";

/** The times that an answer lists, as `HH:MM`. */
export async function timesIn(response: Response): Promise<string[]> {
  const { slots } = (await response.json()) as { slots: Record<string, { start: string }[]> };
  return Object.values(slots).flatMap((day) => day.map(({ start }) => start.slice(11, 16)));
}
