import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../helpers/eventually.ts";
import { hasNext } from "../helpers/next-app.ts";
import { hasChromium } from "./helpers/chromium.ts";
import { openNextWorld } from "./helpers/next-app.ts";
import { keepPicture } from "./helpers/pictures.ts";
import { openWindows, type Windows } from "./helpers/windows.ts";

/** On a machine that does much else; by itself it takes ten seconds. */
const BUILD_TIMEOUT_MS = 240_000;
const MONDAY = "/de?day=2026-12-07";
const TUESDAY = "/de?day=2026-12-08";
const WEDNESDAY = "/de?day=2026-12-09";

const slot = (page: Page, time: string) => page.locator(".slot", { hasText: time });
const submit = (page: Page) => page.getByRole("button", { name: "Termin buchen" });
const isLive = (page: Page) => page.locator("[data-link=live]").waitFor();

async function fillIn(page: Page): Promise<void> {
  await page.getByLabel("Name").fill("Ann Ahlers");
  await page.getByLabel("E-Mail-Adresse").fill("ann@example.test");
}

async function book(page: Page, time: string): Promise<void> {
  await slot(page, time).click();
  await fillIn(page);
  await submit(page).click();
  await page.getByRole("heading", { name: "Gebucht" }).waitFor();
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

  async function bookInWidget(at: string, { isLost = false } = {}): Promise<void> {
    const { widgetUrl } = world.demo;
    const form = {
      lang: "de",
      date: at.slice(0, 10),
      start: at,
      ...(isLost ? { lose: "on" } : {}),
    };
    const body = new URLSearchParams(form);
    const answer = await fetch(widgetUrl, { method: "POST", body, redirect: "manual" });
    expect(answer.headers.get("location")).toContain("notice=booked");
  }

  it("lists the free times and books one before there is a script", async () => {
    const page = await windows.open(MONDAY, { javaScriptEnabled: false });
    await keepPicture(page, "next-without-script");
    await book(page, "10:00");
    expect(await page.locator(".facts").textContent()).toContain("7. Dezember 2026, 10:00");
  });

  it("drops a time in one window when it is booked in another", async () => {
    const [ann, ben] = await Promise.all([windows.open(MONDAY), windows.open(MONDAY)]);
    await isLive(ben);
    await slot(ben, "10:30").click();
    await keepPicture(ben, "next-chosen");
    await book(ann, "10:30");
    await keepPicture(ann, "next-booked");
    await slot(ben, "10:30").waitFor({ state: "detached" });
    await ben.getByText("Gerade vergeben: 10:30.").waitFor();
    await ben.getByText("Diese Zeit ist gerade vergeben worden.").waitFor();
    await keepPicture(ben, "next-gone");
  });

  it("drops a time when the webhook of a booking elsewhere comes", async () => {
    const page = await windows.open(MONDAY);
    await isLive(page);
    await slot(page, "11:00").waitFor();
    await bookInWidget("2026-12-07T10:00:00.000Z");
    await slot(page, "11:00").waitFor({ state: "detached" });
  });

  it("shows what is left where a time has been taken, and books one of it", async () => {
    const page = await windows.open(TUESDAY);
    await isLive(page);
    await bookInWidget("2026-12-08T10:00:00.000Z", { isLost: true });
    await slot(page, "11:00").click();
    await fillIn(page);
    await submit(page).click();
    await page.getByRole("heading", { name: "Diese Zeit ist gerade vergeben worden" }).waitFor();
    await keepPicture(page, "next-taken");
    expect(await page.getByLabel("Name").inputValue()).toBe("Ann Ahlers");
    await page.getByRole("button", { name: "11:30 buchen" }).click();
    await page.getByRole("heading", { name: "Gebucht" }).waitFor();
    expect(await page.locator(".facts").textContent()).toContain("8. Dezember 2026, 11:30");
  });
});
