import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

const executablePath = PLACES.find((path) => path !== undefined && existsSync(path));

/** Whether there is a browser on this machine. With `CI` set there must be one. */
export const hasChromium = executablePath !== undefined;

if (!hasChromium) {
  if (process.env.CI) throw new Error("CI needs Debian's package `chromium`.");
  process.stderr.write(
    "No Chromium here (apt-get install chromium, or set CHROMIUM): tests in the browser are skipped.\n",
  );
}

const ARGUMENTS = [
  // Containers have no rights to make a sandbox with.
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  // It calls nobody but the tests' own servers.
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-domain-reliability",
  // Pictures look alike on every machine.
  "--hide-scrollbars",
  "--font-render-hinting=none",
];

/** Starts a browser without a window; to be closed by whoever asked. */
export async function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error("There is no Chromium on this machine.");
  return await chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
}
