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
<p id="times"></p><p id="link"></p>`;
const SCRIPTS = ["slots-script", "slots-react-script"];
/** As strict as it gets for a page that loads one script and asks its own server. */
const POLICY = [
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:",
  "require-trusted-types-for 'script'; trusted-types 'none'",
].join("; ");

describe.skipIf(!hasChromium)("watchSlots in a browser", () => {
  let browser: Browser;
  const scripts = new Map<string, string>();
  beforeAll(async () => {
    browser = await launchChromium();
    for (const name of SCRIPTS) {
      const { output } = await build({
        input: fileURLToPath(new URL(`./helpers/${name}.ts`, import.meta.url)),
        platform: "browser",
        // React mounts twice there.
        transform: { define: { "process.env.NODE_ENV": '"development"' } },
        output: { format: "esm", minify: true },
        write: false,
      });
      scripts.set(name, output[0].code);
    }
  });
  afterAll(() => browser?.close());

  async function openSite() {
    const practice = await openPractice();
    const asked: string[] = [];
    practice.server.on("request", ({ url = "" }) => asked.push(url));
    practice.app.get("/", ({ query }, response) => {
      const script = `<script type="module" src="${query.script ?? SCRIPTS[0]}.js"></script>`;
      response
        .set("content-security-policy", POLICY)
        .type("html")
        .send(PAGE + script);
    });
    practice.app.get("/:script.js", ({ params }, response) => {
      response.type("js").send(scripts.get(params.script));
    });
    const address = new URL(practice.origin);
    address.searchParams.set("query", JSON.stringify(practice.query));
    const open = await openTabs(browser);
    return {
      ...practice,
      address: `${address}`,
      /** How often a route was asked. */
      count: (route: string) => asked.filter((url) => url.startsWith(route)).length,
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

  it("is a store as React wants it, also in strict mode", async () => {
    const { address, book, count } = await openSite();
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const trouble = troubleOf(page);
    await page.goto(`${address}&script=slots-react-script`);
    await eventually(() => page.textContent("#times")).toContain("09:00");
    await book("09:00");
    await eventually(() => page.textContent("#times")).toMatch(/^(?!.*09:00).*09:30/);
    expect(count("/changes")).toBe(1);
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
    // What is shown is thawed, too.
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
