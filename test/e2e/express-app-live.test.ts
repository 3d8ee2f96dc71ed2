import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hasChromium, launchChromium } from "./helpers/chromium.ts";
import {
  book,
  bookInWidget,
  type ExpressWorld,
  link,
  openExpressWorld,
  panel,
  slot,
} from "./helpers/express-app.ts";
import { keepPicture } from "./helpers/pictures.ts";

describe.skipIf(!hasChromium)("examples/express-app, kept true", () => {
  let browser: Browser;
  let world: ExpressWorld;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    world = await openExpressWorld(browser);
  });
  afterEach(() => world.close());

  it("takes a time out of one window when another books it, without a reload", async () => {
    const [a, b] = [await world.visit(), await world.visit()];
    await b.page.evaluate("window.isSame = true");
    await slot(b.page, "10:00").waitFor();
    await book(a.page, "10:00");
    await panel(a.page, /Gebucht/).waitFor();
    await slot(b.page, "10:00").waitFor({ state: "detached" });
    await slot(b.page, "10:30").waitFor();
    expect(await b.page.locator("#news").textContent()).toBe("Gerade vergeben: 10:00.");
    expect(await b.page.evaluate("window.isSame")).toBe(true);
    await slot(a.page, "10:00").waitFor({ state: "detached" });
    expect(await a.page.locator("#news").textContent()).toBe("");
    expect([...a.trouble, ...b.trouble]).toEqual([]);
    await keepPicture(b.page, "express-taken-elsewhere");
  });

  it("hears from the webhook what somebody books and calls off in the widget", async () => {
    const [b, widget] = [await world.visit(), await world.open(world.widgetUrl)];
    await bookInWidget(widget, "13:00");
    await slot(b.page, "13:00").waitFor({ state: "detached" });
    await keepPicture(widget.page, "express-widget");
    await widget.page.getByRole("button", { name: /absagen/ }).click();
    await slot(b.page, "13:00").waitFor();
    expect(await b.page.locator("#news").textContent()).toBe("Wieder frei: 13:00.");
  });

  it("learns from the reconciler what a lost webhook would have told", async () => {
    await world.reconcile();
    const [b, widget] = [await world.visit(), await world.open(world.widgetUrl)];
    await bookInWidget(widget, "13:00", { lose: true });
    await b.page.reload();
    await link(b.page, "live").waitFor();
    await slot(b.page, "13:00").waitFor();
    await world.reconcile();
    await slot(b.page, "13:00").waitFor({ state: "detached" });
    await slot(b.page, "13:30").waitFor();
  });

  it("recovers when the server is started again, and shows what happened meanwhile", async () => {
    const { page } = await world.visit();
    await world.stop();
    await link(page, "live").waitFor({ state: "detached" });
    await keepPicture(page, "express-reconnecting");
    const start = "2026-12-07T09:00:00Z";
    await world.fake.bookings.book({ eventTypeId: world.eventTypeId, start });
    await world.startAgain();
    await link(page, "live").waitFor();
    await slot(page, "10:00").waitFor({ state: "detached" });
    await slot(page, "10:30").waitFor();
  });

  it("offers nothing while Cal.com tells nothing, says so, and has it as soon as it does", async () => {
    const slots = { method: "GET", path: "/v2/slots" } as const;
    // As often as the client asks for one page.
    world.fake.faults.error500Before({ ...slots, times: 3 });
    const painted = await world.open(world.url, { javaScriptEnabled: false });
    await painted.page.getByText("gerade nicht zu erfahren").waitFor();
    expect(await painted.page.locator(".slot").count()).toBe(0);
    world.fake.faults.error500Before({ ...slots, times: 3 });
    const { page } = await world.visit();
    await slot(page, "10:00").waitFor();
  });

  it("leaves the focus where it is when times around it change", async () => {
    const { page } = await world.visit();
    await slot(page, "11:00").focus();
    const start = "2026-12-07T09:00:00Z";
    await world.fake.bookings.book({ eventTypeId: world.eventTypeId, start });
    await slot(page, "10:00").waitFor({ state: "detached" });
    await slot(page, "11:00").waitFor();
    expect(await page.evaluate("document.activeElement.textContent")).toBe("11:00");
    await world.fake.bookings.book({
      eventTypeId: world.eventTypeId,
      start: "2026-12-07T10:00:00Z",
    });
    await expect
      .poll(() => page.evaluate("document.activeElement.id || document.activeElement.textContent"))
      .toBe("times-title");
  });

  it("goes on to the next day when it is left open past midnight", async () => {
    const { page } = await world.open("about:blank");
    await page.clock.install();
    await page.goto(world.url);
    await slot(page, "10:00").waitFor();
    await page.clock.fastForward("16:00:00");
    await page.getByRole("heading", { name: "Freie Zeiten am Dienstag, 8. Dezember" }).waitFor();
    expect(await page.locator(".day-today").textContent()).toMatch(/Di\s*8/);
  });
});
