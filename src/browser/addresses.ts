import type { SlotsPageQuery } from "./state.ts";

/**
 * An address with parameters; relative ones are the page's.
 *
 * @throws TypeError for a relative one where there is no page
 */
export function addressOf(url: string, parameters: Readonly<Record<string, unknown>>): URL {
  const address = absolute(url);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) address.searchParams.set(name, `${value}`);
  }
  return address;
}

/** The question alone, whatever else somebody has put into it. */
export function questionAt(url: string, query: SlotsPageQuery): URL {
  const { eventTypeId, start, end, timeZone, duration } = query;
  return addressOf(url, { eventTypeId, start, end, timeZone, duration });
}

function absolute(url: string): URL {
  try {
    return new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href);
  } catch {
    throw new TypeError(`Give \`${url}\` as an absolute address.`);
  }
}
