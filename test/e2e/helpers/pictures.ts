import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";

const FOLDER = fileURLToPath(new URL("../../../test-results/pictures/", import.meta.url));

/** Keeps what a page looks like as `test-results/pictures/NAME.png`, transitions at their end. */
export async function keepPicture(
  what: Page | Locator,
  name: string,
  { fullPage = false }: { readonly fullPage?: boolean } = {},
): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const options = { path: `${FOLDER}${name}.png`, animations: "disabled", caret: "hide" } as const;
  if ("goto" in what) await what.screenshot({ ...options, fullPage });
  else await what.screenshot(options);
}
