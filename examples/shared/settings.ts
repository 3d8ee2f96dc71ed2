import { isZone } from "./zones.ts";

/** A real account at Cal.com. */
export interface AccountSettings {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly eventTypeId: number;
  /** Without one no webhook is believed, and the reconciler alone tells what others book. */
  readonly webhookSecret: string | undefined;
}

/** What both applications are told by their environment. */
export interface Settings {
  readonly port: number;
  /** Versions and answers live in the process where there is none. */
  readonly redisUrl: string | undefined;
  /** Milliseconds between two looks for what no webhook has told; shorter in the demo, where somebody waits for it. */
  readonly reconcileMs: number;
  /** Without one the demo account is played. */
  readonly account: AccountSettings | undefined;
  /** Where the demo's clock begins, in milliseconds since the epoch; the real time without one. */
  readonly demoNow: number | undefined;
  /** IANA zone of the practice. */
  readonly officeZone: string;
  /** Of a real account; the demo practice has its name in both languages. */
  readonly practiceName: string | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment: `PORT`, `REDIS_URL`, `RECONCILE_MS`, `DEMO_NOW`, and of
 * a real account `CALCOM_API_KEY`, `CALCOM_EVENT_TYPE_ID`, `CALCOM_BASE_URL`, `CALCOM_WEBHOOK_SECRET`,
 * `OFFICE_TIME_ZONE`, `PRACTICE_NAME`.
 *
 * @throws RangeError for a value that cannot be, naming the variable
 */
export function readSettings(env: Env): Settings {
  const account = accountOf(env);
  return {
    port: wholeNumber(env, "PORT", 0) ?? 3000,
    redisUrl: text(env, "REDIS_URL"),
    reconcileMs: wholeNumber(env, "RECONCILE_MS", 1_000) ?? (account ? 60_000 : 15_000),
    account,
    demoNow: instant(env, "DEMO_NOW"),
    officeZone: zone(env, "OFFICE_TIME_ZONE") ?? "Europe/Berlin",
    practiceName: text(env, "PRACTICE_NAME"),
  };
}

const OF_AN_ACCOUNT = ["CALCOM_EVENT_TYPE_ID", "CALCOM_WEBHOOK_SECRET", "CALCOM_BASE_URL"];

function accountOf(env: Env): AccountSettings | undefined {
  const apiKey = text(env, "CALCOM_API_KEY");
  if (apiKey === undefined) {
    const half = OF_AN_ACCOUNT.find((name) => text(env, name) !== undefined);
    if (half === undefined) return undefined;
    throw new RangeError(`${half} is set: CALCOM_API_KEY has to say whose account it is.`);
  }
  const eventTypeId = wholeNumber(env, "CALCOM_EVENT_TYPE_ID", 1);
  if (eventTypeId === undefined) {
    throw new RangeError("CALCOM_API_KEY is set: CALCOM_EVENT_TYPE_ID has to say what is booked.");
  }
  return {
    apiKey,
    eventTypeId,
    baseUrl: text(env, "CALCOM_BASE_URL") ?? "https://api.cal.com/v2",
    webhookSecret: text(env, "CALCOM_WEBHOOK_SECRET"),
  };
}

/** What is set to nothing is not set: so shells and CI systems write it. */
const text = (env: Env, name: string): string | undefined => env[name] || undefined;

function wholeNumber(env: Env, name: string, least: number): number | undefined {
  const given = text(env, name);
  if (given === undefined) return undefined;
  const number = Number(given);
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new RangeError(`${name} takes a whole number from ${least} on.`);
}

function instant(env: Env, name: string): number | undefined {
  const given = text(env, name);
  if (given === undefined) return undefined;
  const ms = Date.parse(given);
  if (!Number.isNaN(ms)) return ms;
  throw new RangeError(`${name} takes an instant such as 2026-12-07T07:20:00Z.`);
}

function zone(env: Env, name: string): string | undefined {
  const given = text(env, name);
  if (given === undefined || isZone(given)) return given;
  throw new RangeError(`${name} takes a time zone such as Europe/Berlin.`);
}
