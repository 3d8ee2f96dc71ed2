import { CalcomClient } from "calcom-coherent";
import { createVirtualClock } from "calcom-coherent/testing/server";
import { type DemoAccount, startDemoAccount } from "../../shared/demo-account.ts";
import { listen } from "../listen.ts";
import { type OfficeTime, officeTime } from "../office-time.ts";
import { startService } from "../service.ts";
import { calmFetch } from "./calm-fetch.ts";
import { type Elsewhere, FRIDAY, MONDAY, type SentCall } from "./scenes.ts";

/** Shorter than any deadline, so that no request is overtaken. */
const STEP_MS = 8_000;
/** Longer than anything has a consequence, or an answer lives. */
const EVENTFUL_MS = 120_000;

const ROUTES = { find_times: "find-times", book: "book" } as const;

/** What came of a function call. */
export interface Answered {
  readonly answer: { readonly status: string; readonly say: string };
  /** Real milliseconds over HTTP. */
  readonly tookMs: number;
  /** How many requests to Cal.com it took. */
  readonly asked: number;
  readonly offers: readonly { readonly hour: string; readonly isFree: boolean }[];
}

/** A practice at a fake Cal.com and its agent, both behind HTTP, and a clock that a script moves. */
export interface Stage {
  readonly account: DemoAccount;
  readonly office: OfficeTime;
  /** Lets time pass until then, such as `18:36:00`. */
  until(time: string): Promise<void>;
  elsewhere(what: Elsewhere): Promise<void>;
  send(call: SentCall, meanwhile?: Elsewhere): Promise<Answered>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const office = officeTime("Europe/Berlin");
  const clock = createVirtualClock(office.wish(FRIDAY, "18:30").at);
  const meter = calmFetch();
  const server = await listen("127.0.0.1", 0);
  const hookUrl = `${server.url}/webhooks/calcom`;
  const account = await startDemoAccount({ hookUrl, clock });
  const { apiKey, baseUrl, webhookSecret, eventTypeId, fake } = account;
  const calcom = new CalcomClient({ apiKey, baseUrl, webhookSecret, clock, fetch: meter.fetch });
  const service = startService({ calcom, clock, eventTypeId, timeZone: office.timeZone });
  server.answerWith((request) => service.app.fetch(request));

  const isFree = (at: number) =>
    fake.bookings.list().every((one) => one.status !== "accepted" || one.start !== at);

  const elsewhere = async ({ books, webhook }: Elsewhere) => {
    if (webhook === "is lost") fake.faults.webhooks.lose({ url: hookUrl });
    await fake.bookings.book({ eventTypeId, start: office.wish(MONDAY, books).at });
    await fake.webhooks.settled();
  };

  const passUntil = async (target: number) => {
    while (clock.now() < target) {
      await meter.calm();
      await clock.advance(Math.min(STEP_MS, target - clock.now()));
    }
    await meter.calm();
  };

  return {
    account,
    office,
    elsewhere,
    async until(time) {
      const target = office.wish(FRIDAY, time.slice(0, 5)).at + Number(time.slice(6)) * 1_000;
      await passUntil(Math.min(target, clock.now() + EVENTFUL_MS));
      // Hours in which nothing happens are skipped by the wall clock alone: what is due comes due after.
      if (target - clock.now() > EVENTFUL_MS) clock.set(target - EVENTFUL_MS);
      await passUntil(target);
    },
    async send({ name, args }, meanwhile) {
      const gate = meanwhile && fake.pause({ method: "POST", path: "/bookings", phase: "before" });
      const sentBefore = meter.sent();
      const startedAt = performance.now();
      const sending = fetch(`${server.url}/functions/${ROUTES[name]}`, {
        method: "POST",
        body: JSON.stringify({ name, call: { call_id: "call_852" }, args }),
      });
      if (meanwhile !== undefined && gate !== undefined) {
        await gate.reached;
        await elsewhere(meanwhile);
        gate.release();
      }
      const { offers, ...told } = (await (await sending).json()) as Answered["answer"] & {
        offers: { hour: string; start: string }[];
      };
      const tookMs = performance.now() - startedAt;
      const asked = meter.sent() - sentBefore;
      const judged = offers.map(({ hour, start }) => ({ hour, isFree: isFree(Date.parse(start)) }));
      return { answer: told, tookMs, asked, offers: judged };
    },
    async close() {
      await server.close();
      await service.close();
      await account.close();
    },
  };
}
