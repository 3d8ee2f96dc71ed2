import { systemClock } from "calcom-coherent";
import {
  createFakeCalcom,
  type FakeCalcom,
  startFakeCalcomServer,
} from "calcom-coherent/testing/server";
import { furnish } from "../cal-com.ts";
import { ZONE } from "../offers.ts";
import { Desk } from "./office.ts";
import type { DeskSettings, Told } from "./orders.ts";
import { openRedis, type Redis } from "./redis.ts";

const NAMES = ["phone", "web page", "back office", "post room"] as const;
const SECRET = "whsec-desks";
/** Hits are suspended for 5 seconds after a webhook. */
const SETTLED_MS = 6_000;
const BOB = { name: "Bob", email: "bob@example.test", timeZone: ZONE };

/** One question put to every desk at once. */
export interface Round {
  readonly event: string;
  /** The time that may no longer be offered; `undefined`: nothing has been booked yet. */
  readonly taken: string | undefined;
  readonly answers: readonly {
    readonly desk: string;
    readonly offersIt: boolean;
    readonly source: "cache" | "origin";
  }[];
  /** Requests for slots that reached Cal.com meanwhile. */
  readonly requests: number;
}

/** Four processes of one application on one Redis; the fourth alone hears webhooks. */
export async function playDesks(env: { readonly REDIS_URL?: string | undefined }) {
  const redis = await openRedis(env.REDIS_URL);
  const fake = createFakeCalcom({ clock: systemClock });
  const calcom = await startFakeCalcomServer(fake);
  const { apiKey, eventTypes } = furnish(fake);
  const settings: DeskSettings = {
    ...{ redisUrl: redis.url, namespace: `desks-${Date.now()}`, baseUrl: calcom.url, apiKey },
    ...{ webhookSecret: SECRET, eventTypeId: eventTypes.short, date: mondayAfter(Date.now()) },
  };
  const desks = NAMES.map((name) => Desk.open(name, settings));
  try {
    const { short: eventTypeId } = eventTypes;
    return await play({ fake, redis, eventTypeId }, desks as [Desk, Desk, Desk, Desk]);
  } finally {
    await Promise.all(desks.map((desk) => desk.kill()));
    await Promise.all([calcom.close(), redis.close()]);
  }
}

async function play(
  { fake, redis, eventTypeId }: { fake: FakeCalcom; redis: Redis; eventTypeId: number },
  [phone, page, office, post]: readonly [Desk, Desk, Desk, Desk],
) {
  const rounds: Round[] = [];
  let free: Readonly<Record<string, string>> = {};
  const ask = async (event: string, taken: string | undefined, desks: readonly Desk[]) => {
    const before = slotRequests(fake);
    const told = await Promise.all(desks.map((desk) => desk.tell({ kind: "ask" })));
    const answers = told.map(({ times = {}, source = "origin" }, index) => {
      const offersIt = taken !== undefined && taken in times;
      return { desk: desks[index]?.name ?? "", offersIt, source };
    });
    free = told[0]?.times ?? {};
    rounds.push({ event, taken, answers, requests: slotRequests(fake) - before });
  };
  const all = [phone, page, office, post];
  const instantOf = (time: string): string => free[time] ?? "";

  const { url = "" } = await post.tell({ kind: "listen" });
  fake.webhooks.subscribe({ url, secret: SECRET });
  await ask("all four ask at once, nothing is cached", undefined, all);
  await ask("they ask again", undefined, all);

  const booked = await phone.tell(booking(instantOf("08:00"), "Ann"));
  await ask(`the phone books 08:00 (${outcomeOf(booked)})`, "08:00", all);

  await heard(fake, () =>
    fake.bookings.book({ eventTypeId, start: instantOf("09:00"), attendee: BOB }),
  );
  await ask("09:00 is booked in Cal.com's own widget; the post room hears of it", "09:00", all);

  if (redis.crash !== undefined) {
    await redis.crash.kill();
    const deferred = await office.tell(booking(instantOf("10:00"), "Cleo"));
    await ask(`Redis is killed; the back office books 10:00 (${outcomeOf(deferred)})`, "10:00", [
      office,
    ]);
    await redis.crash.start();
    await ask("Redis is back, and empty", "10:00", all);
    await passed(SETTLED_MS);
    await ask(
      "6 seconds later, Cal.com has had its time to settle after the webhook",
      "10:00",
      all,
    );
    await ask("they ask again", "10:00", all);
  }

  const gate = fake.pause({ method: "POST", path: "/v2/bookings", phase: "beforeReply" });
  void page.tell(booking(instantOf("11:00"), "Dora")).catch(() => undefined);
  await gate.reached;
  await page.kill();
  gate.release();
  const left = [phone, office, post];
  await ask(
    "11:00 is booked by the web page, whose process dies before it can tell",
    "11:00",
    left,
  );
  const stale = rounds.flatMap(({ answers }) => answers).filter(({ offersIt }) => offersIt).length;
  return { rounds, stale };
}

export type PlayedDesks = Awaited<ReturnType<typeof playDesks>>;

const booking = (start: string, name: string) => ({ kind: "book", start, name }) as const;

const outcomeOf = ({ coherence, error }: Told): string => error ?? coherence ?? "nothing";

const slotRequests = ({ requests }: FakeCalcom): number =>
  requests.filter(({ path }) => path === "/v2/slots").length;

/** Resolves when every delivery that the change causes has been answered. */
async function heard(fake: FakeCalcom, change: () => unknown): Promise<void> {
  const before = fake.webhooks.deliveries.length;
  await change();
  const answered = () =>
    fake.webhooks.deliveries.slice(before).some(({ answeredStatus }) => answeredStatus === 204);
  while (!answered()) await passed(5);
}

const passed = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A Monday far enough away for everybody's notice, as `YYYY-MM-DD`. */
function mondayAfter(now: number): string {
  const date = new Date(now + 7 * 86_400_000);
  date.setUTCDate(date.getUTCDate() + ((8 - date.getUTCDay()) % 7));
  return date.toISOString().slice(0, 10);
}
