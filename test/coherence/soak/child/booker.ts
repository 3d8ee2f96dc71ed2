import {
  BookingReplayedError,
  type BookingResult,
  CalcomClient,
  CalcomError,
  RateLimitError,
  UnknownOutcomeError,
} from "../../../../src/index.ts";
import { redisStore } from "../../../../src/redis.ts";
import { sleep } from "../../processes/pace.ts";
import type { Wish } from "../plan.ts";
import {
  type Action,
  AT_ONCE,
  BLOCK_MS,
  type BookerSettings,
  FENCE_MS,
  type FromBooker,
  SEARCH_MS,
  STORE_TIMEOUT_MS,
  TIMEOUT_MS,
  type ToBooker,
  type Told,
  WINDOW_MS,
} from "../settings.ts";

const MOST_TRIES = 20;

// One of the processes of a soak: `node --import tsx booker.ts <settings as JSON>`.
const settings = JSON.parse(process.argv[2] ?? "") as BookerSettings;
const { apiKey, calUrl, eventTypeIds, host, limit, redisUrl } = settings;
const tell = (what: FromBooker) => void process.send?.(what);
const mistake = (what: unknown) =>
  tell({ kind: "mistake", what: what instanceof Error ? (what.stack ?? "") : String(what) });
for (const event of ["unhandledRejection", "uncaughtException", "warning"] as const) {
  process.on(event, mistake);
}
// Whoever has started it is gone.
process.on("disconnect", () => process.exit());

const store = redisStore({ url: redisUrl });
const client = new CalcomClient({
  ...{ apiKey, baseUrl: calUrl, store, timeoutMs: TIMEOUT_MS, reconcileTimeoutMs: SEARCH_MS },
  storeTimeoutMs: STORE_TIMEOUT_MS,
  rateBudget: { limit, windowMs: WINDOW_MS },
  invalidation: {
    fenceMs: FENCE_MS,
    pools: Object.fromEntries(eventTypeIds.map((id) => [id, [host]])),
  },
});

const counts = { waits: 0, again: 0, storeFailures: 0 };
client.on("rate-limited", () => {
  counts.waits += 1;
});
client.on("store-failed", () => {
  counts.storeFailures += 1;
});

function whyOf(error: CalcomError): string {
  if (error instanceof BookingReplayedError) return `${error.code}: ${error.reason}`;
  return error instanceof RateLimitError ? `${error.code}: ${error.refusedBy}` : error.code;
}

/** Makes a change again that was refused for the rate, which says that it was not carried out. */
async function patiently<T>(change: () => Promise<T>): Promise<T> {
  for (let left = MOST_TRIES; ; left--) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof RateLimitError) || left === 0) throw error;
      counts.again += 1;
      await sleep(error.retryAfterMs ?? BLOCK_MS);
    }
  }
}

/** Makes one change, and says what came of it. @returns where the booking is now, if anywhere */
async function make(
  { id: wish }: Wish,
  action: Action,
  change: () => Promise<BookingResult>,
): Promise<string | undefined> {
  const say = (told: Told) => tell({ kind: "told", told });
  try {
    const { booking, reconciled } = await patiently(change);
    say({ wish, action, verdict: reconciled ? "found" : "done", uid: booking.uid });
    return booking.uid;
  } catch (error) {
    if (error instanceof UnknownOutcomeError) {
      const { bookingUid, looked, nonce } = error;
      say({ wish, action, verdict: "unknown", looked, nonce, bookingUid });
    } else if (error instanceof CalcomError) {
      say({ wish, action, verdict: "refused", why: whyOf(error) });
    } else {
      mistake(error);
    }
    return undefined;
  }
}

async function follow(wish: Wish): Promise<void> {
  const { email, eventTypeId, id: name, isCancelled, movedTo, start } = wish;
  const attendee = { name, email, timeZone: "UTC" };
  const { bookings } = client;
  let uid = await make(wish, "create", () => bookings.create({ eventTypeId, start, attendee }));
  if (uid !== undefined && movedTo !== undefined) {
    const from = uid;
    uid = await make(wish, "move", () => bookings.reschedule(from, { start: movedTo }));
  }
  if (uid === undefined || !isCancelled) return;
  const last = uid;
  await make(wish, "cancel", () => bookings.cancel(last, { cancellationReason: "Ill" }));
}

async function work(wishes: readonly Wish[]): Promise<void> {
  const left = wishes.values();
  const lane = async () => {
    for (const wish of left) await follow(wish);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await client.close();
  await store.close();
  tell({ kind: "done", ...counts });
  process.removeAllListeners("disconnect");
  process.disconnect?.();
}

process.on("message", ({ wishes }: ToBooker) => void work(wishes).catch(mistake));
tell({ kind: "ready" });
