import { CalcomClient, ConfigurationError } from "calcom-coherent";

const DAY_MS = 24 * 3_600_000;

/** What a live look needs to know, usually from the environment. */
export interface LiveSettings {
  readonly CALCOM_API_KEY?: string | undefined;
  readonly CALCOM_EVENT_TYPE_ID?: string | undefined;
  readonly CALCOM_BASE_URL?: string | undefined;
}

/**
 * Lists the slots of the coming week twice: the second time they come from the cache. Books nothing.
 *
 * @returns the lines to print, and whether the second answer was a hit
 */
export async function playLive(settings: LiveSettings, now: number) {
  const eventTypeId = Number(settings.CALCOM_EVENT_TYPE_ID);
  if (!settings.CALCOM_API_KEY || !Number.isInteger(eventTypeId) || eventTypeId < 1) {
    throw new ConfigurationError(
      "Set CALCOM_API_KEY and CALCOM_EVENT_TYPE_ID, and CALCOM_BASE_URL for another server than Cal.com's own.",
    );
  }
  const calcom = new CalcomClient({
    apiKey: settings.CALCOM_API_KEY,
    ...(settings.CALCOM_BASE_URL ? { baseUrl: settings.CALCOM_BASE_URL } : {}),
  });
  const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);
  const question = { eventTypeId, start: dateOf(now), end: dateOf(now + 7 * DAY_MS) };
  try {
    const first = await calcom.slots.list(question);
    const second = await calcom.slots.list(question);
    const days = Object.entries(second.slots).map(
      ([date, day]) => `  ${date}: ${day.length} free, from ${day[0]?.start}`,
    );
    const lines = [first, second].map(
      ({ provenance }) =>
        `source ${provenance.source}, ${provenance.ageMs} ms old, request ${provenance.requestId}`,
    );
    return { lines: [...days, ...lines], isHit: second.provenance.source === "cache" };
  } finally {
    await calcom.close();
  }
}
