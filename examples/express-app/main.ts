// A booking page on Express 5. From the root of this repository:
//   npm run example:express
import { systemClock } from "calcom-coherent";
import { startDemoAccount } from "../shared/demo-account.ts";
import { tickingClock } from "../shared/demo-clock.ts";
import { freePort } from "../shared/free-port.ts";
import { runCommand } from "../shared/run-command.ts";
import { readSettings, type Settings } from "../shared/settings.ts";
import { startExpressApp } from "./app.ts";

type Used = Pick<Settings, "port" | "redisUrl" | "reconcileMs">;

async function startDemo(used: Used, demoNow: number | undefined) {
  const clock = demoNow === undefined ? systemClock : tickingClock(demoNow);
  const hookUrl = `http://127.0.0.1:${used.port}/webhooks/calcom`;
  const account = await startDemoAccount({ hookUrl, clock });
  const { officeZone, widgetUrl } = account;
  const app = await startExpressApp({ ...used, account, officeZone, clock });
  return {
    ...app,
    widgetUrl,
    async close() {
      await app.close();
      await account.close();
    },
  };
}

async function main(): Promise<void> {
  const { account, demoNow, officeZone, practiceName, ...settings } = readSettings(process.env);
  const used = { ...settings, port: await freePort(settings.port) };
  const app =
    account === undefined
      ? await startDemo(used, demoNow)
      : await startExpressApp({ ...used, account, officeZone, practiceName, isOwn: true });
  console.log(`listening on ${app.url}`);
  console.log(`book an appointment:  ${app.url}/`);
  if ("widgetUrl" in app) console.log(`somebody else books:  ${app.widgetUrl}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => app.close());
}

await runCommand(main);
