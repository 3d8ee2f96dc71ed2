import { cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startDemoAccount } from "../../../examples/shared/demo-account.ts";
import { tickingClock } from "../../../examples/shared/demo-clock.ts";
import { freePort } from "../../helpers/free-port.ts";
import { buildNextApp } from "../../helpers/next-app.ts";
import { DEMO_NOW } from "./demo-now.ts";

const EXAMPLES = fileURLToPath(new URL("../../../examples/", import.meta.url));
const BUILT = ["next-app", "shared"];

/** The application, built once, and the demo account it books at, both over HTTP. */
export async function openNextWorld() {
  const clock = tickingClock(DEMO_NOW);
  const port = await freePort();
  const hookUrl = `http://127.0.0.1:${port}/api/webhooks/calcom`;
  // The tests do in a minute what visitors do in an hour.
  const demo = await startDemoAccount({ hookUrl, clock, isLimited: false });
  const env = (reconcileMs: number) => ({
    DEMO_PRACTICE: "yes",
    CALCOM_API_KEY: demo.apiKey,
    CALCOM_BASE_URL: demo.baseUrl,
    CALCOM_EVENT_TYPE_ID: `${demo.eventTypeId}`,
    CALCOM_WEBHOOK_SECRET: demo.webhookSecret,
    RECONCILE_MS: `${reconcileMs}`,
    DEMO_NOW: new Date(clock.now()).toISOString(),
  });
  const built = await buildNextApp(env(NEVER_MS), (folder) => {
    for (const name of BUILT) {
      const filter = (path: string) => !path.includes(`${name}/.next`);
      cpSync(join(EXAMPLES, name), join(folder, name), { recursive: true, filter });
    }
    return join(folder, "next-app");
  });
  let server = await built.start(env(NEVER_MS), port);
  return {
    demo,
    fake: demo.fake,
    url: server.url,
    folder: built.folder,
    output: () => server.output(),
    /** Somebody else books past the application, perhaps without a webhook. */
    async bookInWidget(start: string, { isLost = false } = {}) {
      const form = { lang: "de", date: start.slice(0, 10), start };
      const body = new URLSearchParams({ ...form, ...(isLost ? { lose: "on" } : {}) });
      const answer = await fetch(demo.widgetUrl, { method: "POST", body, redirect: "manual" });
      if (!answer.headers.get("location")?.includes("notice=booked")) {
        throw new Error(`The widget has not booked ${start}.`);
      }
    },
    stop: () => server.stop(),
    die: () => server.stop("SIGKILL"),
    /** @param reconcileMs between two looks for what no webhook has told */
    async startAgain(reconcileMs = NEVER_MS) {
      server = await built.start(env(reconcileMs), port);
    },
    /** Starts another process, with settings of its own. */
    async startBeside(own: Readonly<Record<string, string>>) {
      const { url } = await built.start({ ...env(NEVER_MS), ...own });
      return url;
    },
    async close() {
      await built.close();
      await demo.close();
    },
  };
}

/** Longer than any test. */
const NEVER_MS = 600_000;
