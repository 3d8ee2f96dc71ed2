// A booking page on Express 5. From the root of this repository:
//   npm run example:express
import { systemClock } from "calcom-coherent";
import { startDemoAccount } from "../shared/demo-account.ts";
import { tickingClock } from "../shared/demo-clock.ts";
import { readSettings } from "../shared/settings.ts";
import { startExpressApp } from "./app.ts";

const { account, demoNow, port, ...settings } = readSettings(process.env);
const clock = demoNow === undefined ? systemClock : tickingClock(demoNow);
const hookUrl = `http://127.0.0.1:${port}/webhooks/calcom`;
const demo =
  account === undefined ? await startDemoAccount({ hookUrl, clock, port: port + 1 }) : undefined;
const used = account ?? demo;
if (used === undefined) throw new Error("There is neither an account nor a demo.");
const app = await startExpressApp({ ...settings, port, clock, account: used });

console.log(`listening on ${app.url}`);
console.log(`book a check-up:      ${app.url}/`);
if (demo !== undefined) console.log(`somebody else books:  ${demo.widgetUrl}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await app.close();
    await demo?.close();
  });
}
