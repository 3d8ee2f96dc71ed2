import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { troubleOf } from "./trouble.ts";

/** The windows of visitors, each with nothing in common with the others. */
export interface Windows {
  /** Opens an address in a new one: of somebody in Berlin, unless said otherwise. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Closes all of them. @returns what they have complained of */
  closeAll(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openWindows(baseURL: string): Promise<Windows> {
  const browser: Browser = await launchChromium();
  let opened: { readonly page: Page; readonly trouble: readonly string[] }[] = [];
  return {
    async open(path, options = {}) {
      const visitor = { baseURL, locale: "de-DE", timezoneId: "Europe/Berlin" };
      const context = await browser.newContext({ ...visitor, ...options });
      const page = await context.newPage();
      opened.push({ page, trouble: troubleOf(page) });
      await page.goto(path);
      return page;
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
