import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { type RunningApp, startExpressApp } from "../../../examples/express-app/app.ts";
import { startDemoAccount } from "../../../examples/shared/demo-account.ts";
import { tickingClock } from "../../../examples/shared/demo-clock.ts";
import { freePort } from "../../helpers/free-port.ts";
import { troubleOf } from "./trouble.ts";

/** A Monday morning, 8:20 in Berlin. */
const DEMO_NOW = "2026-12-07T07:20:00Z";
export const BERLIN = "Europe/Berlin";

/** The application and the demo account it books at, both over HTTP, and pages that look at them. */
export async function openExpressWorld(browser?: Browser) {
  const clock = tickingClock(DEMO_NOW);
  const port = await freePort();
  const hookUrl = `http://127.0.0.1:${port}/webhooks/calcom`;
  const account = await startDemoAccount({ hookUrl, clock });
  const { fake, eventTypeId, widgetUrl } = account;
  const start = (): Promise<RunningApp> =>
    startExpressApp({ port, account, officeZone: BERLIN, clock, reconcileMs: 600_000 });
  let app = await start();

  const open = async (url: string, options: BrowserContextOptions = {}): Promise<Window> => {
    if (browser === undefined) throw new Error("This world was opened without a browser.");
    const context = await browser.newContext({
      ...{ locale: "de-DE", timezoneId: BERLIN, viewport: { width: 1280, height: 900 } },
      ...options,
    });
    // Shorter than a test's time, so that what is missing is named.
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const trouble = troubleOf(page);
    await page.goto(url);
    return { page, trouble, close: () => context.close() };
  };

  return {
    fake,
    eventTypeId,
    widgetUrl,
    /** What nobody but the server may know. */
    secrets: [account.apiKey, account.webhookSecret],
    url: app.url,
    reconcile: () => app.reconciler.run(),
    open,
    /** Opens the page to book on, and waits until it hears of changes. */
    async visit(options?: BrowserContextOptions): Promise<Window> {
      const window = await open(app.url, options);
      await link(window.page, "live").waitFor();
      return window;
    },
    stop: () => app.close(),
    async startAgain() {
      app = await start();
    },
    async close() {
      await app.close();
      await account.close();
    },
  };
}

export type ExpressWorld = Awaited<ReturnType<typeof openExpressWorld>>;

/** A browser window of its own: nothing is shared with others. */
export interface Window {
  readonly page: Page;
  /** What the page has complained of. */
  readonly trouble: readonly string[];
  close(): Promise<void>;
}

/** The line that says how the page is kept true, in this state. */
export const link = (page: Page, state: string): Locator =>
  page.locator(`#link[data-link="${state}"]`);

/** The button of a time that may be chosen now. */
export const slot = (page: Page, time: string): Locator =>
  page.locator(".slot:not([aria-disabled])", { hasText: new RegExp(`^${time}`) });

/** The panel beside the times, where it says this. */
export const panel = (page: Page, text: string | RegExp): Locator =>
  page.locator("#panel", { hasText: text });

/** Chooses a time and sends the form. */
export async function book(page: Page, time: string, name = "Erika Muster"): Promise<void> {
  await slot(page, time).click();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel(/E-[Mm]ail/).fill("erika@example.test");
  await page.locator("#panel button[type=submit]").click();
}

/** Books in the widget's page, and loses its webhook where that is wanted. */
export async function bookInWidget(
  { page }: Window,
  time: string,
  { lose = false } = {},
): Promise<void> {
  await page.getByRole("checkbox").setChecked(lose);
  await page.getByRole("button", { name: `${time} buchen` }).click();
  await page.getByRole("status").waitFor();
}
