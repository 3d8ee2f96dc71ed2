import type { Page } from "playwright-core";

/**
 * Notes what a page complains of: errors nobody caught, and what is written to its console as an
 * error or a warning.
 *
 * @returns the list, which grows
 */
export function troubleOf(page: Page): readonly string[] {
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(`${error.name}: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) trouble.push(message.text());
  });
  return trouble;
}
