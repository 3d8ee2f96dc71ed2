// A booking page on Express 5. From the root of this repository:
//   npm run example:express
import { CalcomError, systemClock } from "calcom-coherent";
import { startDemoAccount } from "../shared/demo-account.ts";
import { tickingClock } from "../shared/demo-clock.ts";
import { freePort } from "../shared/free-port.ts";
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
  const used = { ...settings, port: settings.port || (await freePort()) };
  const app =
    account === undefined
      ? await startDemo(used, demoNow)
      : await startExpressApp({ ...used, account, officeZone, practiceName, isOwn: true });
  console.log(`listening on ${app.url}`);
  console.log(`book an appointment:  ${app.url}/`);
  if ("widgetUrl" in app) console.log(`somebody else books:  ${app.widgetUrl}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => app.close());
}

try {
  await main();
} catch (error) {
  // What is wrong with the environment is said in a line; a stack says nothing about it.
  const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  if (!isTaken && !(error instanceof RangeError) && !(error instanceof CalcomError)) throw error;
  console.error(isTaken ? `${error.message}. Set PORT to another.` : error.message);
  process.exit(1);
}
