import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { hasNext } from "../helpers/next-app.ts";
import { hasRedis, startRedis } from "../helpers/redis-server.ts";
import { hasChromium } from "./helpers/chromium.ts";
import { openNextWorld } from "./helpers/next-app.ts";
import { keepPicture } from "./helpers/pictures.ts";
import { openWindows, type Windows } from "./helpers/windows.ts";

/** On a machine that does much else; by itself it takes ten seconds. */
const BUILD_TIMEOUT_MS = 240_000;

const MONDAY = "/de?day=2026-12-07";
const TUESDAY = "/de?day=2026-12-08";
const WEDNESDAY = "/de?day=2026-12-09";
const THURSDAY = "/de?day=2026-12-10";
const FRIDAY = "/de?day=2026-12-11";

const slot = (page: Page, time: string) => page.locator(".slot", { hasText: time });
const heading = (page: Page, name: string) => page.getByRole("heading", { name });
const button = (page: Page, name: string) => page.getByRole("button", { name });
const link = (page: Page, name: string) => page.getByRole("link", { name });
const facts = (page: Page) => page.locator(".facts").textContent();
const isLive = (page: Page) => page.locator("[data-link=live]").waitFor();
const isGone = (page: Page, time: string) => slot(page, time).waitFor({ state: "detached" });

async function choose(page: Page, time: string): Promise<void> {
  await slot(page, time).click();
  await page.getByLabel("Name").fill("Ann Ahlers");
  await page.getByLabel("E-Mail-Adresse").fill("ann@example.test");
}

async function book(page: Page, time: string): Promise<void> {
  await choose(page, time);
  await button(page, "Termin buchen").click();
  await heading(page, "Gebucht").waitFor();
}

describe.skipIf(!hasNext || !hasChromium)("the booking page on Next", () => {
  let world: Awaited<ReturnType<typeof openNextWorld>>;
  let windows: Windows;
  /** What the windows of a test may complain of. */
  let expected: RegExp | undefined;

  beforeAll(async () => {
    world = await openNextWorld();
    windows = await openWindows(world.url);
  }, BUILD_TIMEOUT_MS);
  afterEach(async () => {
    const trouble = await windows.closeAll();
    expect(trouble.filter((one) => !expected?.test(one))).toEqual([]);
    expected = undefined;
  });
  afterAll(async () => {
    await windows?.close();
    await world?.close();
  });

  async function bookInWidget(start: string, { isLost = false } = {}): Promise<void> {
    const form = { lang: "de", date: start.slice(0, 10), start, ...(isLost ? { lose: "on" } : {}) };
    const body = new URLSearchParams(form);
    const answer = await fetch(world.demo.widgetUrl, { method: "POST", body, redirect: "manual" });
    expect(answer.headers.get("location")).toContain("notice=booked");
  }

  it("lists the free times, and books one, before there is a script", async () => {
    const page = await windows.open(MONDAY, { javaScriptEnabled: false });
    await keepPicture(page, "next-without-script", { fullPage: true });
    await book(page, "10:00");
    expect(await facts(page)).toContain("7. Dezember 2026, 10:00");
  });

  it("drops a time in one window when it is booked in another", async () => {
    const [ann, ben] = await Promise.all([windows.open(MONDAY), windows.open(MONDAY)]);
    await isLive(ben);
    await slot(ben, "10:30").click();
    await keepPicture(ben, "next-chosen", { fullPage: true });
    await book(ann, "10:30");
    await isGone(ben, "10:30");
    await ben.getByText("Gerade vergeben: 10:30.").waitFor();
    await ben.getByText("Diese Zeit ist gerade vergeben worden.").waitFor();
    await keepPicture(ben, "next-gone", { fullPage: true });
  });

  it("drops a time when the webhook of a booking made elsewhere comes", async () => {
    const page = await windows.open(MONDAY);
    await isLive(page);
    await slot(page, "11:00").waitFor();
    await bookInWidget("2026-12-07T10:00:00.000Z");
    await isGone(page, "11:00");
  });

  it.each(["with", "without"])("shows what is left to who was slower, %s a script", async (how) => {
    const [time, instead, utc] = how === "with" ? ["11:00", "11:30", 10] : ["15:00", "14:30", 14];
    const page = await windows.open(TUESDAY, { javaScriptEnabled: how === "with", isDeaf: true });
    await choose(page, time);
    await bookInWidget(`2026-12-08T${utc}:00:00.000Z`);
    await button(page, "Termin buchen").click();
    await heading(page, "Diese Zeit ist gerade vergeben worden").waitFor();
    await keepPicture(
      page,
      how === "with" ? "next-alternatives" : "next-alternatives-without-script",
      { fullPage: true },
    );
    await button(page, `${instead} buchen`).click();
    await heading(page, "Gebucht").waitFor();
    expect(await facts(page)).toMatch(new RegExp(`8. Dezember 2026, ${instead}.*Ann Ahlers`));
  });

  it("moves an appointment and calls it off", async () => {
    const page = await windows.open(TUESDAY);
    await book(page, "14:00");
    await keepPicture(page, "next-booked", { fullPage: true });
    await link(page, "Verschieben").click();
    await slot(page, "16:00").click();
    await keepPicture(page, "next-move", { fullPage: true });
    await button(page, "Verbindlich verschieben").click();
    await heading(page, "Der Termin ist verschoben.").waitFor();
    expect(await facts(page)).toContain("8. Dezember 2026, 16:00");
    await link(page, "Absagen").click();
    await keepPicture(page, "next-cancel", { fullPage: true });
    await button(page, "Ja, absagen").click();
    await page.getByText("Dieser Termin ist abgesagt.").waitFor();
    await page.goto(TUESDAY);
    await slot(page, "14:00").waitFor();
    await slot(page, "16:00").waitFor();
  });

  it.skipIf(!hasRedis)("drops a time that is booked through another process", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const [one, other] = await Promise.all([
      world.startBeside(redis.url),
      world.startBeside(redis.url),
    ]);
    const ben = await windows.open(`${other}${WEDNESDAY}`);
    await isLive(ben);
    await slot(ben, "15:00").waitFor();
    const ann = await windows.open(`${one}${WEDNESDAY}`);
    await book(ann, "15:00");
    await isGone(ben, "15:00");
  });

  it("offers nobody who goes back what he has just booked", async () => {
    const page = await windows.open(WEDNESDAY);
    await isLive(page);
    await book(page, "13:00");
    const seen = page.evaluate(watchFor13);
    await page.goBack();
    await isLive(page);
    await isGone(page, "13:00");
    expect(await seen).toBe(false);
  });

  it("can be booked with the keyboard alone", async () => {
    const page = await windows.open("/de");
    await isLive(page);
    await page.keyboard.press("Tab");
    await keepPicture(page, "next-skip-link");
    await page.keyboard.press("Enter");
    await page.getByRole("radio", { checked: true }).focus();
    await page.keyboard.press("ArrowRight");
    await heading(page, "Freie Zeiten am Dienstag, 8. Dezember").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".aside h2:focus").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type("Ann Ahlers");
    await page.keyboard.press("Enter");
    await page.getByText("Bitte geben Sie Ihre E-Mail-Adresse ein.").waitFor();
    await page.locator("[aria-invalid=true]:focus").waitFor();
    await keepPicture(page, "next-check", { fullPage: true });
    await page.keyboard.type("ann@example.test");
    await page.keyboard.press("Enter");
    await heading(page, "Gebucht").waitFor();
    expect(await facts(page)).toMatch(/8. Dezember 2026, 08:30.*Ann Ahlers/);
  });

  it("speaks English, and reckons in the visitor's time zone", async () => {
    const page = await windows.open("/", { locale: "en-GB", timezoneId: "America/New_York" });
    expect(new URL(page.url()).pathname).toBe("/en");
    await heading(page, "Book a check-up").waitFor();
    await page.getByText("Times in your time zone: New York").waitFor();
    expect(await page.locator(".slot").first().textContent()).toMatch(/^02:30practice 08:30$/);
    await keepPicture(page, "next-elsewhere", { fullPage: true });
    await page.getByRole("link", { name: "Deutsch" }).click();
    await heading(page, "Kontrolltermin buchen").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
  });

  it.each(["light", "dark"] as const)("fits a phone, %s", async (colorScheme) => {
    const phone = { viewport: { width: 360, height: 740 }, colorScheme };
    const page = await windows.open(THURSDAY, phone);
    await isLive(page);
    await slot(page, "08:30").click();
    await keepPicture(page, `next-phone-${colorScheme}`, { fullPage: true });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
  });

  it("says that nobody knows where no answer comes, and offers no second try", async () => {
    const page = await windows.open(THURSDAY);
    const late = world.fake.faults.commitLater({ method: "POST", path: "/v2/bookings" });
    await choose(page, "16:00");
    await button(page, "Termin buchen").click();
    await heading(page, "Wir wissen noch nicht, ob das geklappt hat").waitFor();
    await keepPicture(page, "next-unknown", { fullPage: true });
    expect(await page.locator(".aside button").count()).toBe(0);
    late.release();
  });

  it("shows appointments of its own kind alone", async () => {
    expected = /404/;
    const { fake, demo } = world;
    const host = fake.users.add({ username: "other" });
    const other = fake.eventTypes.add({ ownerId: host.id, slug: "other" });
    const foreign = fake.bookings.add({ eventTypeId: other.id, start: "2026-12-08T09:00:00Z" });
    expect(demo.eventTypeId).not.toBe(other.id);
    for (const uid of [foreign.uid, "nothing"]) {
      const page = await windows.open(`/de/appointments/${uid}`);
      await page.getByText("Diesen Termin gibt es nicht.").waitFor();
    }
  });

  it("tells browsers no secret", async () => {
    const { apiKey, webhookSecret, baseUrl } = world.demo;
    const folder = join(world.folder, ".next/static");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
    expect(texts.some((text) => text.includes("Kontrolltermin buchen"))).toBe(true);
    texts.push(await (await fetch(`${world.url}${MONDAY}`)).text());
    for (const secret of [
      apiKey,
      webhookSecret,
      baseUrl,
      "CALCOM_API_KEY",
      "calcomCoherentNonce",
    ]) {
      expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    }
  });

  it("mends a page when its server is there again, and by the reconciler", async () => {
    expected =
      /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY|ERR_CONNECTION_RESET|network error/;
    const page = await windows.open(FRIDAY);
    await isLive(page);
    await slot(page, "10:00").waitFor();
    await world.die();
    await page.locator("[data-link=live]").waitFor({ state: "detached" });
    await keepPicture(page, "next-polling", { fullPage: true });
    await bookInWidget("2026-12-11T09:00:00.000Z", { isLost: true });
    await world.startAgain(1_000);
    await isLive(page);
    await isGone(page, "10:00");
    await slot(page, "12:00").waitFor();
    await bookInWidget("2026-12-11T11:00:00.000Z", { isLost: true });
    await isGone(page, "12:00");
  });

  it("ends when it is told to, though a page listens", async () => {
    const answer = await new Promise<IncomingMessage>((resolve) => {
      get(`${world.url}/api/changes?eventTypeId=${world.demo.eventTypeId}`, resolve);
    });
    const ended = once(answer.resume(), "end");
    await world.stop();
    await ended;
  });
});

/** Whether 13:00 is offered at any moment from now on, until the page is live again. */
function watchFor13(): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      const slots = [...document.querySelectorAll<HTMLButtonElement>(".slot:enabled")];
      if (slots.some((one) => one.textContent?.startsWith("13:00"))) resolve(true);
      else if (document.querySelector("[data-link=live]")) resolve(false);
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
}
