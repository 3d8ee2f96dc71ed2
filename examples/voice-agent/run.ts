import { CalcomClient, systemClock } from "calcom-coherent";
import { redisStore } from "calcom-coherent/redis";
import { startDemoAccount } from "../shared/demo-account.ts";
import { tickingClock } from "../shared/demo-clock.ts";
import { listen } from "./listen.ts";
import { dayAfter, officeTime } from "./office-time.ts";
import { startService } from "./service.ts";
import type { AgentSettings } from "./settings.ts";

/** A service that runs. */
export interface Running {
  /** What to tell whoever has started it. */
  readonly lines: readonly string[];
  close(): Promise<void>;
}

/** Runs the service on the account of the settings, or else on a fake Cal.com of its own. */
export async function run(settings: AgentSettings): Promise<Running> {
  const { host, port, demoNow, officeZone, redisUrl, agentSecret } = settings;
  const clock = demoNow === undefined ? systemClock : tickingClock(demoNow);
  const server = await listen(host, port);
  const hookUrl = `${server.url}/webhooks/calcom`;
  const demo =
    settings.account === undefined ? await startDemoAccount({ hookUrl, clock }) : undefined;
  const { apiKey, baseUrl, webhookSecret, eventTypeId } = settings.account ?? { ...demo };
  if (eventTypeId === undefined) throw new Error("There is no event type.");
  const store = redisUrl === undefined ? undefined : redisStore({ url: redisUrl });
  const calcom = new CalcomClient({
    ...{ apiKey, webhookSecret, clock },
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(store === undefined ? {} : { store }),
  });
  const service = startService({ calcom, eventTypeId, timeZone: officeZone, agentSecret, clock });
  server.answerWith((request) => service.app.fetch(request));
  const today = officeTime(officeZone).moment(clock.now()).day;
  return {
    lines: [
      `listening on ${server.url}`,
      demo === undefined
        ? hearing(hookUrl, webhookSecret)
        : `on a fake Cal.com; somebody else books at ${demo.widgetUrl}`,
      "",
      ...examples(server.url, mondayAfter(today), agentSecret !== undefined),
    ],
    async close() {
      await server.close();
      await service.close();
      await store?.close();
      await demo?.close();
    },
  };
}

const hearing = (hookUrl: string, secret: string | undefined): string =>
  secret === undefined
    ? "without CALCOM_WEBHOOK_SECRET no webhook is believed; what others book is known within a minute"
    : `Cal.com's webhooks are taken at ${hookUrl}`;

function mondayAfter(today: string): string {
  const days = (8 - new Date(today).getUTCDay()) % 7;
  return dayAfter(today, days === 0 ? 7 : days);
}

function examples(url: string, day: string, hasSecret: boolean): string[] {
  const curl = (path: string, args: object) => {
    const body = JSON.stringify({ call: { call_id: "call_1" }, args });
    const header = hasSecret ? ` -H "authorization: Bearer $AGENT_SECRET"` : "";
    return `curl -s ${url}/functions/${path}${header} -d '${body}'`;
  };
  return [
    curl("find-times", { day, hour: "08:00", language: "en" }),
    curl("book", { day, hour: "08:00", language: "en", name: "Ann" }),
  ];
}
