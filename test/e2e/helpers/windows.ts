import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { keepPicture } from "./pictures.ts";
import { troubleOf } from "./trouble.ts";

/** The windows of visitors, each with nothing in common with the others. */
export interface Windows {
  /** Opens an address in a new one: of somebody in Berlin, unless said otherwise. */
  open(path: string, options?: WindowOptions): Promise<Page>;
  /** Lets a deaf one have its answers, also to what it has asked before. */
  hear(page: Page): Promise<void>;
  /** Keeps what they show, for whoever looks for the reason of a failure. */
  keepPictures(name: string): Promise<void>;
  /** Closes all of them. @returns what they have complained of */
  closeAll(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface WindowOptions extends BrowserContextOptions {
  /** Nothing that its script asks for is answered before `hear`: it shows what it came with. */
  readonly isDeaf?: boolean;
}

/** What the pages' scripts ask for. */
const ASKED = "**/api/**";

export async function openWindows(baseURL: string): Promise<Windows> {
  const browser: Browser = await launchChromium();
  let opened: { readonly page: Page; readonly trouble: readonly string[] }[] = [];
  return {
    async open(path, { isDeaf = false, ...options } = {}) {
      const visitor = { baseURL, locale: "de-DE", timezoneId: "Europe/Berlin" };
      const context = await browser.newContext({ ...visitor, ...options });
      const page = await context.newPage();
      if (isDeaf) await page.route(ASKED, () => undefined);
      opened.push({ page, trouble: troubleOf(page) });
      await page.goto(path);
      return page;
    },
    async hear(page) {
      // What waits goes on by that.
      await page.unroute(ASKED);
    },
    async keepPictures(name) {
      for (const [index, { page }] of opened.entries()) await keepPicture(page, `${name}-${index}`);
    },
    async closeAll() {
      const before = opened;
      opened = [];
      await Promise.all(before.map(({ page }) => page.context().close()));
      return before.flatMap(({ trouble }) => trouble);
    },
    close: () => browser.close(),
  };
}
