import { checkedMs } from "../checks.ts";
import { ConfigurationError } from "../errors.ts";
import type { SlotsQuery } from "../schemas/slots.ts";
import type { CdnOptions } from "./cdn.ts";

/** Ten years: what is asked by the day has no end otherwise. */
const MOST_DAYS = 3_660;

/** How free times are served, whoever reads the question. */
interface Serving {
  /** What a CDN in front of the host may keep. @default nothing without asking */
  readonly cdn?: CdnOptions | undefined;
  /**
   * Is told what went wrong here or at Cal.com; not of visitors who leave, nor of questions put
   * wrongly. Nobody waits for it; what it throws goes to the client's logger.
   * @default the client's logger is told
   */
  readonly onError?: ((error: unknown, request: Request) => void | Promise<void>) | undefined;
}

/** The question is in the address: `?eventTypeId&start&end[&timeZone][&duration]`. */
export interface AskedByAddress extends Serving {
  /** The event types that anybody may ask for; others are not found. */
  readonly eventTypeIds: readonly number[];
  /** How many days one answer may span, and how many days back it may begin. @default 62 */
  readonly maxDays?: number | undefined;
  /** How many days ahead one may ask. @default 366 */
  readonly maxDaysAhead?: number | undefined;
  readonly questionOf?: undefined;
}

/** The host decides what is asked, and whether it may be. */
export interface AskedByHost extends Serving {
  /**
   * Reads the question from a request: from a path, from a session. What it throws, or gives, as a
   * `Response` is the answer, such as 401. A question that Cal.com would refuse is answered 400. Unless
   * there is a `cdn`, no shared cache may keep what comes of it.
   */
  readonly questionOf: (request: Request) => SlotsQuery | Response | Promise<SlotsQuery | Response>;
  readonly eventTypeIds?: undefined;
}

/** What may be asked for, and by whom it may be kept. */
export type SlotsHandlerOptions = AskedByAddress | AskedByHost;

/** @throws ConfigurationError for what cannot work */
export function checkSlotsOptions(options: SlotsHandlerOptions): void {
  const { cdn, eventTypeIds, onError, questionOf } = options;
  if (cdn !== undefined) checkedMs("cdn.maxAgeMs", cdn.maxAgeMs, 0, Number.MAX_SAFE_INTEGER);
  for (const [name, value] of Object.entries({ onError, questionOf })) {
    if (value === undefined || typeof value === "function") continue;
    throw new ConfigurationError(`\`${name}\` is a function.`);
  }
  if ((questionOf === undefined) === (eventTypeIds === undefined)) {
    throw new ConfigurationError("Give either `eventTypeIds` or `questionOf`.");
  }
  if (eventTypeIds === undefined) return;
  checkEventTypeIds(eventTypeIds);
  checkDays("maxDays", options.maxDays, 1);
  checkDays("maxDaysAhead", options.maxDaysAhead, 0);
}

/** @throws ConfigurationError for anything but a list of ids */
export function checkEventTypeIds(eventTypeIds: unknown): void {
  if (Array.isArray(eventTypeIds) && eventTypeIds.every((id) => isWhole(id, 1))) return;
  throw new ConfigurationError("`eventTypeIds` is a list of whole numbers above 0.");
}

function checkDays(name: string, days: number | undefined, least: number): void {
  if (days === undefined || (isWhole(days, least) && days <= MOST_DAYS)) return;
  throw new ConfigurationError(`\`${name}\` is a whole number from ${least} to ${MOST_DAYS}.`);
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}
