import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { barriersOf } from "./helpers/accessibility.ts";
import { hasChromium, launchChromium } from "./helpers/chromium.ts";
import {
  book,
  bookInWidget,
  type ExpressWorld,
  openExpressWorld,
  panel,
  slot,
} from "./helpers/express-app.ts";
import { keepPicture } from "./helpers/pictures.ts";

const PHONE = { viewport: { width: 320, height: 740 }, hasTouch: true, isMobile: true };

const isWiderThanScreen = (page: Page) =>
  page.evaluate<boolean>("document.documentElement.scrollWidth > window.innerWidth");

describe.skipIf(!hasChromium)("examples/express-app, for everybody", () => {
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

  it("speaks the browser's language, and the other one on request, on all its pages", async () => {
    const { page } = await world.visit({ locale: "en-GB" });
    expect(await page.locator("h1").textContent()).toBe("Book a check-up");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.getByRole("link", { name: "Deutsch" }).click();
    await page.getByRole("heading", { name: "Kontrolltermin buchen" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    await book(page, "11:00");
    await page.getByRole("link", { name: "Termin verwalten" }).click();
    await page.getByRole("heading", { name: "Ihr Kontrolltermin" }).waitFor();
    const [{ attendees } = { attendees: [] }] = world.fake.bookings.list().slice(-1);
    expect(attendees[0]).toMatchObject({ language: "de", timeZone: "Europe/Berlin" });
  });

  it("stays at the week on show when the language changes", async () => {
    const { page } = await world.visit();
    await page.getByRole("link", { name: "Nächste Woche" }).click();
    await page.reload();
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("heading", { name: "Free times on Monday 14 December" }).waitFor();
    await page.getByRole("link", { name: "Week before" }).press("Enter");
    await page.getByRole("heading", { name: "Free times on Monday 7 December" }).waitFor();
    expect(await page.evaluate("document.activeElement.ariaLabel")).toBe("Week after");
  });

  it("shows the visitor's time, and the practice's beside it where they differ", async () => {
    const zone = { timezoneId: "America/New_York", locale: "en-GB" };
    const { page, trouble } = await world.visit(zone);
    await slot(page, "04:00").waitFor();
    expect(await slot(page, "04:00").textContent()).toBe("04:00 practice 10:00");
    expect(await page.locator("#times .zone").textContent()).toMatch(/New York .* Berlin/);
    await book(page, "04:00");
    await panel(page, /Booked/).waitFor();
    const when = page.locator("#panel .when");
    expect(await when.textContent()).toBe(
      "Monday, 7 December 2026, 04:00At the practice: Monday, 7 December 2026, 10:00",
    );
    await keepPicture(page, "express-two-zones");
    expect(trouble).toEqual([]);
  });

  it("shows the practice's time to a browser that does not know its own zone", async () => {
    const { page, trouble } = await world.open("about:blank", { locale: "en-GB" });
    await page.addInitScript(`
      const { resolvedOptions } = Intl.DateTimeFormat.prototype;
      Intl.DateTimeFormat.prototype.resolvedOptions = function () {
        return { ...resolvedOptions.call(this), timeZone: "Etc/Unknown" };
      };
    `);
    await page.goto(world.url);
    await page.locator("#link[data-link=live]").waitFor();
    expect(await slot(page, "10:00").textContent()).toBe("10:00");
    expect(trouble).toEqual([]);
  });

  it("says which day it is where the visitor is when that is another", async () => {
    const { page } = await world.visit({ timezoneId: "Pacific/Auckland", locale: "en-GB" });
    await page.getByRole("heading", { name: "Night, Tuesday 8 December" }).waitFor();
    expect(await slot(page, "00:00").textContent()).toBe("00:00 practice 12:00");
  });

  it("has no more of a practice's times than its own where both are in one zone", async () => {
    const { page } = await world.visit({ timezoneId: "Europe/Vienna" });
    expect(await slot(page, "10:00").textContent()).toBe("10:00");
  });

  it.each(["de-DE", "en-GB"])("fits a phone without scrolling sideways, in %s", async (locale) => {
    const zone = "America/New_York";
    const { page } = await world.visit({ ...PHONE, locale, timezoneId: zone });
    expect(await isWiderThanScreen(page)).toBe(false);
    await keepPicture(page, `express-phone-${locale.slice(0, 2)}`, { fullPage: true });
    await slot(page, "05:00").click();
    const name = await page.getByLabel("Name").boundingBox();
    expect(name?.y).toBeLessThan(PHONE.viewport.height - 100);
    await book(page, "05:00", "Maximiliane Freifrau von und zu Hohenstein-Wertheim");
    await panel(page, /Gebucht|Booked/).waitFor();
    expect(await isWiderThanScreen(page)).toBe(false);
    await page.locator("#panel a.button").click();
    await page.locator("[data-begin=move]").click();
    await slot(page, "06:00").click();
    expect(await isWiderThanScreen(page)).toBe(false);
  });

  it.each([
    { colorScheme: "light", device: "desktop" },
    { colorScheme: "dark", device: "desktop" },
    { colorScheme: "light", device: "phone" },
  ] as const)(
    "has no barriers on a $device in $colorScheme colours",
    async ({ colorScheme, device }) => {
      const screen = device === "phone" ? PHONE : {};
      const { page } = await world.visit({ colorScheme, ...screen });
      const seen = async (name: string) => {
        expect(await barriersOf(page), name).toEqual([]);
        if (device === "desktop") await keepPicture(page, `express-${name}-${colorScheme}`);
      };
      await seen("start");
      await slot(page, "11:00").click();
      await page.locator("#panel button[type=submit]").click();
      await page.getByRole("alert").getByText("2 Angaben").waitFor();
      await seen("form");
      const widget = await world.open(world.widgetUrl, { colorScheme });
      expect(await barriersOf(widget.page), "widget").toEqual([]);
      await bookInWidget(widget, "11:00", { lose: true });
      expect(await barriersOf(widget.page), "widget").toEqual([]);
      await book(page, "11:00");
      await panel(page, "Diese Zeit ist gerade vergeben worden").waitFor();
      await seen("taken");
      await page.locator("#panel .choices button").first().click();
      await panel(page, /Gebucht/).waitFor();
      await slot(page, "11:00").waitFor({ state: "detached" });
      await seen("booked");
      await page.getByRole("link", { name: "Termin verwalten" }).click();
      await page.getByRole("button", { name: "Absagen" }).click();
      await seen("cancel");
    },
  );

  it("announces what changes, and moves nothing for those who want no motion", async () => {
    const { page } = await world.visit({ reducedMotion: "reduce" });
    for (const id of ["link", "news"]) {
      expect(await page.locator(`#${id}`).getAttribute("role")).toBe("status");
    }
    const duration = "getComputedStyle(document.querySelector('.slot')).transitionDuration";
    expect(await page.evaluate(duration)).toBe("0s");
  });

  it("says without a script how to book", async () => {
    const { page } = await world.open(world.url, { javaScriptEnabled: false });
    await page.locator("noscript .notice").waitFor();
    await slot(page, "10:00").waitFor();
  });
});
