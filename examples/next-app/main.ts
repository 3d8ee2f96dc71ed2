// A booking page on Next 16, with the App Router. From the root of this repository:
//   npm run example:next
import { CalcomClient, systemClock } from "calcom-coherent";
import { startDemoAccount } from "../shared/demo-account.ts";
import { tickingClock } from "../shared/demo-clock.ts";
import { freePort } from "../shared/free-port.ts";
import { runCommand } from "../shared/run-command.ts";
import { type AccountSettings, readSettings } from "../shared/settings.ts";
import { startNextServer } from "./next-server.ts";

async function main(): Promise<void> {
  const { account, demoNow, reconcileMs, port: wanted } = readSettings(process.env);
  if (account !== undefined) await check(account);
  const clock = demoNow === undefined ? systemClock : tickingClock(demoNow);
  const port = await freePort(wanted);
  const url = `http://127.0.0.1:${port}`;
  const hookUrl = `${url}/api/webhooks/calcom`;
  const demo = account === undefined ? await startDemoAccount({ hookUrl, clock }) : undefined;
  const { child, ready, ended } = startNextServer(port, {
    RECONCILE_MS: `${reconcileMs}`,
    ...(demo && {
      DEMO_PRACTICE: "yes",
      CALCOM_API_KEY: demo.apiKey,
      CALCOM_BASE_URL: demo.baseUrl,
      CALCOM_EVENT_TYPE_ID: `${demo.eventTypeId}`,
      CALCOM_WEBHOOK_SECRET: demo.webhookSecret,
    }),
    // By then the demo's clock has gone on.
    ...(demoNow === undefined ? {} : { DEMO_NOW: new Date(clock.now()).toISOString() }),
  });
  let isEnding = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      isEnding = true;
      child.kill(signal);
    });
  }

  try {
    await ready;
    // Next compiles what is asked for; whoever opens the page need not wait for that.
    await fetch(`${url}/de`).then((page) => page.text());
    console.log(`listening on ${url}`);
    console.log(`book an appointment:  ${url}/`);
    if (demo !== undefined) console.log(`somebody else books:  ${demo.widgetUrl}`);
    const code = await ended;
    process.exitCode = isEnding ? 0 : code;
  } finally {
    child.kill();
    await demo?.close();
  }
}

/** Next would tell of a key that is none, or another's event type, with the first page. */
async function check({ apiKey, baseUrl, eventTypeId }: AccountSettings): Promise<void> {
  const calcom = new CalcomClient({ apiKey, baseUrl });
  try {
    await calcom.eventTypes.get(eventTypeId);
  } finally {
    await calcom.close();
  }
}

await runCommand(main);
