import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { build } from "rolldown";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../helpers/eventually.ts";
import { openPractice } from "../helpers/slots-practice.ts";
import { hasChromium, launchChromium } from "./helpers/chromium.ts";
import { openTabs, type Tab } from "./helpers/tabs.ts";
import { troubleOf } from "./helpers/trouble.ts";

const PAGE = `<!doctype html><title>Times</title><link rel="icon" href="data:,">
<p id="times"></p><p id="link"></p><script type="module" src="script.js"></script>`;
/** As strict as it gets for a page that loads one script and asks its own server. */
const POLICY = [
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:",
  "require-trusted-types-for 'script'; trusted-types 'none'",
].join("; ");

describe.skipIf(!hasChromium)("watchSlots in a browser", () => {
  let browser: Browser;
  let script = "";
  beforeAll(async () => {
    browser = await launchChromium();
    const { output } = await build({
      input: fileURLToPath(new URL("./helpers/slots-script.ts", import.meta.url)),
      platform: "browser",
      output: { format: "esm", minify: true },
      write: false,
    });
    script = output[0].code;
  });
  afterAll(() => browser?.close());

  async function openSite() {
    const practice = await openPractice();
    practice.app.get("/", (_request, response) => {
      response.set("content-security-policy", POLICY).type("html").send(PAGE);
    });
    practice.app.get("/script.js", (_request, response) => {
      response.type("js").send(script);
    });
    const address = new URL(practice.origin);
    address.searchParams.set("query", JSON.stringify(practice.query));
    const open = await openTabs(browser);
    return {
      ...practice,
      address: `${address}`,
      async visit(options: Record<string, string> = {}): Promise<Tab> {
        const own = new URL(address);
        for (const [name, value] of Object.entries(options)) own.searchParams.set(name, value);
        const tab = await open(`${own}`);
        onTestFinished(() => tab.close());
        return tab;
      },
    };
  }
  const textOf = (tab: Tab, id: string) => () =>
    tab.read<string | undefined>(`document.getElementById("${id}")?.textContent`);

  it("is kept true under a strict policy, by one script", async () => {
    const { address, book } = await openSite();
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const trouble = troubleOf(page);
    await page.goto(address);
    await eventually(() => page.textContent("#times")).toContain("09:00");
    await eventually(() => page.textContent("#link")).toBe("live");
    await book("09:00");
    await eventually(() => page.textContent("#times")).toMatch(/^(?!.*09:00).*09:30/);
    expect(trouble).toEqual([]);
  });

  it("lets go of its stream in a hidden tab, and resumes in front", async () => {
    const { visit, book } = await openSite();
    const tab = await visit();
    await eventually(textOf(tab, "link")).toBe("live");
    const other = await visit();
    await eventually(textOf(other, "link")).toBe("live");
    await eventually(textOf(tab, "link")).toBe("paused");
    await book("09:00");
    await tab.show();
    await eventually(textOf(tab, "times")).toMatch(/^(?!.*09:00).*09:30/);
    expect(await textOf(tab, "link")()).toBe("live");
  });

  it("serves ten tabs of one visitor over HTTP/1.1", async () => {
    const { visit } = await openSite();
    for (let count = 0; count < 10; count++) {
      const tab = await visit();
      await eventually(textOf(tab, "times")).toContain("09:00");
      await eventually(textOf(tab, "link")).toBe("live");
    }
  });

  it("lets nobody see what was true before the page was frozen", async () => {
    const { visit, book } = await openSite();
    const tab = await visit({ maxAgeMs: "2000" });
    await eventually(textOf(tab, "times")).toContain("09:00");
    const other = await visit();
    await tab.send("Page.setWebLifecycleState", { state: "frozen" });
    await eventually(textOf(other, "link")).toBe("live");
    await book("09:00");
    const frozenAt = performance.now();
    await eventually(() => performance.now() - frozenAt).toBeGreaterThan(2_000);
    const seen = await tab.read<number>("seenTimes.length");
    expect(await textOf(tab, "times")()).toContain("09:00");
    await tab.send("Page.setWebLifecycleState", { state: "active" });
    await tab.show();
    await eventually(textOf(tab, "times")).toMatch(/^(?!.*09:00).*09:30/);
    await eventually(() => tab.read<number>("seenTimes.length")).toBeGreaterThan(seen + 2);
    const since = await tab.read<string[]>(`seenTimes.slice(${seen})`);
    expect(since.filter((text) => text.includes("09:00"))).toEqual([]);
  });

  it("finds its way back to the truth when there is a network again", async () => {
    const { visit, book } = await openSite();
    const tab = await visit({ maxAgeMs: "2000" });
    await eventually(textOf(tab, "link")).toBe("live");
    const network = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    await tab.send("Network.enable");
    await tab.send("Network.emulateNetworkConditions", { ...network, offline: true });
    await book("09:00");
    await eventually(textOf(tab, "times")).not.toContain("09:00");
    await tab.send("Network.emulateNetworkConditions", { ...network, offline: false });
    await eventually(textOf(tab, "times")).toContain("09:30");
    await eventually(textOf(tab, "link")).toBe("live");
  });
});
