import { startExpressApp } from "../../../examples/express-app/app.ts";
import { startDemoAccount } from "../../../examples/shared/demo-account.ts";
import { tickingClock } from "../../../examples/shared/demo-clock.ts";
import { freePort } from "../../helpers/free-port.ts";

/** A Monday morning in Berlin. */
export const DEMO_NOW = "2026-12-07T07:20:00Z";

/** The application and the demo account it books at, both over HTTP. */
export async function openExpressWorld() {
  const clock = tickingClock(DEMO_NOW);
  const port = await freePort();
  const hookUrl = `http://127.0.0.1:${port}/webhooks/calcom`;
  const demo = await startDemoAccount({ hookUrl, clock });
  const start = () =>
    startExpressApp({
      port,
      account: demo,
      officeZone: "Europe/Berlin",
      clock,
      reconcileMs: 600_000,
    });
  let app = await start();
  return {
    demo,
    fake: demo.fake,
    url: app.url,
    reconcile: () => app.reconciler.run(),
    stop: () => app.close(),
    async startAgain() {
      app = await start();
    },
    async close() {
      await app.close();
      await demo.close();
    },
  };
}
