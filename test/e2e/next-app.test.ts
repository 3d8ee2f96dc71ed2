import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { hasNext } from "../helpers/next-app.ts";
import { hasRedis, startRedis } from "../helpers/redis-server.ts";
import { hasChromium } from "./helpers/chromium.ts";
import { nextStage } from "./helpers/next-stage.ts";
import {
  book,
  button,
  choose,
  facts,
  heading,
  isGone,
  isLive,
  link,
  pick,
  showAll,
  slot,
  watchFor,
} from "./helpers/next-steps.ts";
import { keepPicture } from "./helpers/pictures.ts";

const MONDAY = "/de?day=2026-12-07";
const TUESDAY = "/de?day=2026-12-08";
const WEDNESDAY = "/de?day=2026-12-09";
const THURSDAY = "/de?day=2026-12-10";
const FRIDAY = "/de?day=2026-12-11";
const TAKEN = "Diese Zeit ist gerade vergeben worden";

describe.skipIf(!hasNext || !hasChromium)("the booking page on Next", () => {
  const stage = nextStage();

  it("lists the free times, and books one, before there is a script", async () => {
    const page = await stage.windows.open(MONDAY, { javaScriptEnabled: false });
    await showAll(page, "next-without-script");
    await book(page, "10:00");
    expect(await facts(page)).toContain("7. Dezember 2026, 10:00");
  });

  it("drops a time in one window when it is booked in another", async () => {
    const [ann, ben] = await Promise.all([stage.windows.open(MONDAY), stage.windows.open(MONDAY)]);
    await isLive(ben);
    await pick(ben, "10:30");
    await showAll(ben, "next-chosen");
    await book(ann, "10:30");
    await isGone(ben, "10:30");
    await ben.getByText("Diese Zeit ist gerade vergeben worden.").waitFor();
    await showAll(ben, "next-gone");
  });

  it("drops a time when the webhook of a booking made elsewhere comes", async () => {
    const page = await stage.windows.open(MONDAY);
    await isLive(page);
    await slot(page, "11:00").waitFor();
    await stage.world.bookInWidget("2026-12-07T10:00:00.000Z");
    await isGone(page, "11:00");
  });

  it("shows what is left to who was slower, and books one of it", async () => {
    const page = await stage.windows.open(TUESDAY, { isDeaf: true });
    await choose(page, "11:00");
    await stage.world.bookInWidget("2026-12-08T10:00:00.000Z");
    await button(page, "Termin buchen").click();
    await heading(page, TAKEN).waitFor();
    expect(await slot(page, "11:00").count()).toBe(0);
    await stage.windows.hear(page);
    await isLive(page);
    await page.locator(".times[aria-busy=false]").waitFor();
    expect(await slot(page, "11:00").count()).toBe(0);
    await showAll(page, "next-alternatives");
    await button(page, "11:30 buchen").click();
    await heading(page, "Gebucht").waitFor();
    expect(await facts(page)).toMatch(/8. Dezember 2026, 11:30.*Ann Ahlers/);
  });

  it("shows what is left, and moves an appointment, without a script", async () => {
    const page = await stage.windows.open(TUESDAY, { javaScriptEnabled: false });
    await choose(page, "15:00");
    await stage.world.bookInWidget("2026-12-08T14:00:00.000Z");
    await button(page, "Termin buchen").click();
    await heading(page, TAKEN).waitFor();
    await slot(page, "14:30").waitFor();
    expect(await slot(page, "15:00").count()).toBe(0);
    expect(await page.locator(".slot[aria-pressed=true]").count()).toBe(0);
    await button(page, "14:30 buchen").click();
    await heading(page, "Gebucht").waitFor();
    expect(await facts(page)).toMatch(/8. Dezember 2026, 14:30.*Ann Ahlers/);
    await link(page, "Verschieben").click();
    await slot(page, "16:30").click();
    await button(page, "Verbindlich verschieben").click();
    await heading(page, "Der Termin ist verschoben.").waitFor();
    expect(await facts(page)).toContain("8. Dezember 2026, 16:30");
  });

  it("moves an appointment and calls it off", async () => {
    const page = await stage.windows.open(TUESDAY);
    await book(page, "14:00");
    await showAll(page, "next-booked");
    await link(page, "Verschieben").click();
    await pick(page, "16:00");
    await showAll(page, "next-move");
    await button(page, "Verbindlich verschieben").click();
    await heading(page, "Der Termin ist verschoben.").waitFor();
    expect(await facts(page)).toContain("8. Dezember 2026, 16:00");
    await link(page, "Absagen").click();
    await heading(page, "Termin absagen?").waitFor();
    await showAll(page, "next-cancel");
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
      stage.world.startBeside({ REDIS_URL: redis.url }),
      stage.world.startBeside({ REDIS_URL: redis.url }),
    ]);
    const ben = await stage.windows.open(`${other}${WEDNESDAY}`);
    await isLive(ben);
    await slot(ben, "15:00").waitFor();
    const ann = await stage.windows.open(`${one}${WEDNESDAY}`);
    await book(ann, "15:00");
    await isGone(ben, "15:00");
  });

  it("offers nobody who goes back what he has just booked", async () => {
    const page = await stage.windows.open(WEDNESDAY);
    await isLive(page);
    await book(page, "13:00");
    const seen = page.evaluate(watchFor, "13:00");
    await page.goBack();
    await isLive(page);
    await isGone(page, "13:00");
    expect(await seen).toBe(false);
  });

  it("can be booked with the keyboard alone", async () => {
    const page = await stage.windows.open("/de");
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
    await showAll(page, "next-check");
    await page.keyboard.type("ann@example.test");
    await page.keyboard.press("Enter");
    await heading(page, "Gebucht").waitFor();
    expect(await facts(page)).toMatch(/8. Dezember 2026, 08:30.*Ann Ahlers/);
  });

  it("speaks English, and reckons in the visitor's time zone", async () => {
    const page = await stage.windows.open("/", { locale: "en-GB", timezoneId: "America/New_York" });
    expect(new URL(page.url()).pathname).toBe("/en");
    await heading(page, "Book a check-up").waitFor();
    await page.getByText("Times in your time zone: New York").waitFor();
    expect(await page.locator(".slot").first().textContent()).toMatch(/^02:30practice 08:30$/);
    await showAll(page, "next-elsewhere");
    await page.getByRole("link", { name: "Deutsch" }).click();
    await heading(page, "Kontrolltermin buchen").waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
  });

  it.each(["light", "dark"] as const)("fits a phone, %s", async (colorScheme) => {
    const phone = { viewport: { width: 360, height: 740 }, colorScheme };
    const page = await stage.windows.open(THURSDAY, phone);
    await isLive(page);
    await pick(page, "08:30");
    await showAll(page, `next-phone-${colorScheme}`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    expect((await page.getByLabel("Name").boundingBox())?.y).toBeLessThan(640);
  });

  it("says that nobody knows where no answer comes, and offers no second try", async () => {
    const page = await stage.windows.open(THURSDAY);
    const late = stage.world.fake.faults.commitLater({ method: "POST", path: "/v2/bookings" });
    await choose(page, "16:00");
    await button(page, "Termin buchen").click();
    await heading(page, "Wir wissen noch nicht, ob das geklappt hat").waitFor();
    await showAll(page, "next-unknown");
    expect(await page.locator(".aside button").count()).toBe(0);
    late.release();
  });

  it("shows appointments of its own kind alone", async () => {
    stage.expected = /404/;
    const { fake, demo } = stage.world;
    const host = fake.users.add({ username: "other" });
    const other = fake.eventTypes.add({ ownerId: host.id, slug: "other" });
    const foreign = fake.bookings.add({ eventTypeId: other.id, start: "2026-12-08T09:00:00Z" });
    expect(demo.eventTypeId).not.toBe(other.id);
    for (const uid of [foreign.uid, "nothing"]) {
      const page = await stage.windows.open(`/de/appointments/${uid}`);
      await page.getByText("Diesen Termin gibt es nicht.").waitFor();
    }
  });

  it("tells browsers no secret", async () => {
    const { apiKey, webhookSecret, baseUrl } = stage.world.demo;
    const folder = join(stage.world.folder, ".next/static");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
    expect(texts.some((text) => text.includes("Kontrolltermin buchen"))).toBe(true);
    texts.push(await (await fetch(`${stage.world.url}${MONDAY}`)).text());
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
    stage.expected =
      /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY|ERR_CONNECTION_RESET|network error/;
    const page = await stage.windows.open(FRIDAY);
    await isLive(page);
    await slot(page, "10:00").waitFor();
    await stage.world.die();
    await page.locator("[data-link=live]").waitFor({ state: "detached" });
    await showAll(page, "next-polling");
    await stage.world.bookInWidget("2026-12-11T09:00:00.000Z", { isLost: true });
    await stage.world.startAgain(1_000);
    await isLive(page);
    await isGone(page, "10:00");
    await slot(page, "12:00").waitFor();
    await stage.world.bookInWidget("2026-12-11T11:00:00.000Z", { isLost: true });
    await isGone(page, "12:00");
  });

  it("ends when it is told to, though a page listens", async () => {
    const answer = await new Promise<IncomingMessage>((resolve) => {
      get(`${stage.world.url}/api/changes?eventTypeId=${stage.world.demo.eventTypeId}`, resolve);
    });
    const ended = once(answer.resume(), "end");
    await stage.world.stop();
    await ended;
  });
});
