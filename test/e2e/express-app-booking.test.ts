import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
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

const focused = (page: Page) =>
  page.evaluate<string>("document.activeElement.textContent || document.activeElement.id");

describe.skipIf(!hasChromium)("examples/express-app, booking", () => {
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

  const booked = () =>
    world.fake.bookings
      .list()
      .filter(({ attendees }) => attendees[0]?.email === "erika@example.test")
      .map(({ start, status }) => `${new Date(start).toISOString().slice(5, 16)} ${status}`);

  it("offers what is left when a time is taken, and books one of those", async () => {
    const [{ page, trouble }, widget] = [await world.visit(), await world.open(world.widgetUrl)];
    await bookInWidget(widget, "10:30", { lose: true });
    await book(page, "10:30");
    await panel(page, "Diese Zeit ist gerade vergeben worden").waitFor();
    expect(await focused(page)).toBe("Diese Zeit ist gerade vergeben worden");
    await keepPicture(page, "express-alternatives");
    const choices = page.locator("#panel .choices button");
    const offered = await choices.allTextContents();
    expect(offered).toHaveLength(4);
    expect(offered.join()).not.toContain("10:30");
    expect(offered[0]).toMatch(/^Mo\., 7\. Dez\., 1[01]:00 buchen$/);
    await choices.first().click();
    await panel(page, /Gebucht/).waitFor();
    await slot(page, "10:30").waitFor({ state: "detached" });
    expect(await page.locator("#news").textContent()).toBe("");
    expect(booked()).toHaveLength(1);
    // The browser itself writes the 409 down; nothing else is wrong.
    expect(trouble.filter((text) => !text.includes("409"))).toEqual([]);
  });

  it("takes back what it has offered instead when that is taken too", async () => {
    const [{ page }, widget] = [await world.visit(), await world.open(world.widgetUrl)];
    await bookInWidget(widget, "10:30", { lose: true });
    await book(page, "10:30");
    const choices = page.locator("#panel .choices button");
    await choices.first().waitFor();
    await slot(page, "10:30").waitFor({ state: "detached" });
    const offered = await choices.allTextContents();
    expect(offered[0]).toContain("10:00");
    await choices.first().focus();
    await bookInWidget(widget, "10:00");
    await expect.poll(() => choices.allTextContents()).toEqual(offered.slice(1));
    expect(await focused(page)).toBe("Diese Zeit ist gerade vergeben worden");
  });

  it("warns while the form is open that the time has gone", async () => {
    const { page } = await world.visit();
    await slot(page, "10:30").click();
    await page.getByLabel("Name").fill("Erika Muster");
    const start = "2026-12-07T09:30:00Z";
    await world.fake.bookings.book({ eventTypeId: world.eventTypeId, start });
    await page.getByRole("alert").getByText("gerade vergeben").waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("Erika Muster");
  });

  it("sends a booking once, however often the button is pressed", async () => {
    const { page } = await world.visit();
    const slow = world.fake.pause({ method: "POST", path: "/v2/bookings", phase: "before" });
    await book(page, "11:00");
    await slow.reached;
    await page.getByLabel("Name").press("Enter");
    await page.locator("#panel button[type=submit]").click({ force: true });
    slow.release();
    await panel(page, /Gebucht/).waitFor();
    const sent = world.fake.requests.filter(
      ({ method, path }) => method === "POST" && path === "/v2/bookings",
    );
    expect(sent).toHaveLength(1);
  });

  it("goes from week to week, and keeps the time that is chosen", async () => {
    const { page } = await world.visit();
    await slot(page, "11:00").click();
    expect(await page.getByRole("link", { name: "Vorige Woche" }).count()).toBe(0);
    await page.getByRole("link", { name: "Nächste Woche" }).click();
    await page.getByRole("heading", { name: "Freie Zeiten am Montag, 14. Dezember" }).waitFor();
    await slot(page, "16:30").waitFor();
    expect(page.url()).toContain("week=2026-12-14");
    await panel(page, "Montag, 7. Dezember 2026, 11:00").waitFor();
    expect(await page.getByRole("alert").textContent()).toBe("");
    await page.getByRole("link", { name: "Vorige Woche" }).click();
    await page.locator(".slot[aria-pressed=true]", { hasText: "11:00" }).waitFor();
  });

  it("does not claim to know what became of a booking that got no answer", async () => {
    const { page } = await world.visit();
    const late = world.fake.faults.commitLater({ method: "POST", path: "/v2/bookings" });
    await book(page, "11:00");
    await panel(page, "Wir wissen noch nicht, ob das geklappt hat").waitFor();
    expect(await page.locator("#panel button").count()).toBe(0);
    await keepPicture(page, "express-unknown");
    late.release();
    await expect.poll(booked).toEqual(["12-07T10:00 accepted"]);
  });

  it("moves a booking and calls it off, at the address that only its owner has", async () => {
    const { page, trouble } = await world.visit();
    await book(page, "14:30");
    await page.getByRole("link", { name: "Termin verwalten" }).click();
    await page.getByRole("button", { name: "Verschieben" }).click();
    await page.locator(".day", { hasText: "Mi" }).click();
    await slot(page, "08:00").click();
    await panel(page, "Neu: Mittwoch, 9. Dezember 2026, 08:00").waitFor();
    await keepPicture(page, "express-move");
    await page.getByRole("button", { name: "Verbindlich verschieben" }).click();
    await page.getByText("Der Termin ist verschoben.").waitFor();
    expect(booked().sort()).toEqual(["12-07T13:30 cancelled", "12-09T07:00 accepted"]);
    await page.getByRole("button", { name: "Absagen" }).click();
    expect(await focused(page)).toBe("Termin absagen?");
    await page.getByRole("button", { name: "Ja, absagen" }).click();
    await page.getByText("Dieser Termin ist abgesagt.").waitFor();
    expect(booked().sort()).toEqual(["12-07T13:30 cancelled", "12-09T07:00 cancelled"]);
    expect(trouble).toEqual([]);
  });

  it("warns before a booking is moved that the new time has gone, and lets another be chosen", async () => {
    const [{ page }, widget] = [await world.visit(), await world.open(world.widgetUrl)];
    await book(page, "14:30");
    await page.getByRole("link", { name: "Termin verwalten" }).click();
    await page.getByRole("button", { name: "Verschieben" }).click();
    await slot(page, "16:00").click();
    await bookInWidget(widget, "16:00");
    await page.getByRole("alert").getByText("gerade vergeben").waitFor();
    await page.getByRole("button", { name: "Verbindlich verschieben" }).click();
    await panel(page, "Diese Zeit ist gerade vergeben worden").waitFor();
    await page.getByRole("button", { name: "Andere Zeit wählen" }).click();
    await slot(page, "15:30").click();
    await panel(page, "15:30").waitFor();
  });

  it("does not show a booking as it was to whoever comes back by the browser's button", async () => {
    const { page } = await world.visit();
    await book(page, "14:30");
    await page.getByRole("link", { name: "Termin verwalten" }).click();
    await page.getByRole("button", { name: "Verschieben" }).click();
    await slot(page, "16:00").click();
    await page.getByRole("button", { name: "Verbindlich verschieben" }).click();
    await page.getByText("Der Termin ist verschoben.").waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Kontrolltermin buchen" }).waitFor();
  });

  it("books one time while another is pressed", async () => {
    const { page } = await world.visit();
    const slow = world.fake.pause({ method: "POST", path: "/v2/bookings", phase: "before" });
    await book(page, "11:00");
    await slow.reached;
    await slot(page, "13:00").click();
    await page.getByRole("button", { name: "Andere Zeit wählen" }).click();
    expect(await page.locator(".slot[aria-pressed=true]").textContent()).toBe("11:00");
    expect(await page.locator("#panel .when").textContent()).toContain("11:00");
    slow.release();
    await panel(page, /Gebucht/).waitFor();
    await slot(page, "11:00").waitFor({ state: "detached" });
    expect(await page.locator("#news").textContent()).toBe("");
    expect(booked()).toEqual(["12-07T10:00 accepted"]);
  });

  it("offers what is left when a booking is moved to a time that is taken", async () => {
    const [{ page }, widget] = [await world.visit(), await world.open(world.widgetUrl)];
    await book(page, "14:30");
    await page.getByRole("link", { name: "Termin verwalten" }).click();
    await page.getByRole("button", { name: "Verschieben" }).click();
    await slot(page, "16:00").click();
    await bookInWidget(widget, "16:00", { lose: true });
    await page.getByRole("button", { name: "Verbindlich verschieben" }).click();
    await panel(page, "Diese Zeit ist gerade vergeben worden").waitFor();
    await page.locator("#panel .choices button").first().click();
    await page.getByText("Der Termin ist verschoben.").waitFor();
    expect(booked().filter((one) => one.endsWith("accepted"))).toHaveLength(1);
  });

  it("is booked by keyboard alone", async () => {
    const { page } = await world.visit();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const tabTo = async (text: string) => {
      for (let stop = 0; stop < 40 && (await focused(page)) !== text; stop++) await press("Tab");
      expect(await focused(page)).toBe(text);
    };
    await tabTo("Zu den freien Zeiten");
    await press("Enter");
    // One stop for the whole week; arrows go from day to day.
    await tabTo("›");
    await press("Tab", "ArrowRight");
    await page.getByRole("heading", { name: "Freie Zeiten am Dienstag, 8. Dezember" }).waitFor();
    await tabTo("09:30");
    await press("Enter");
    await expect.poll(() => focused(page)).toBe("Ihr Termin");
    await press("Tab");
    await page.keyboard.type("Erika Muster");
    await press("Tab");
    await page.keyboard.type("erika@example.test");
    await press("Enter");
    await panel(page, /Gebucht/).waitFor();
    await expect.poll(() => focused(page)).toBe("Gebucht");
    expect(booked()).toEqual(["12-08T08:30 accepted"]);
  });

  it("says which field to look at, and keeps what was typed", async () => {
    const { page } = await world.visit();
    await slot(page, "11:00").click();
    await page.getByLabel("Name").fill("Erika Muster");
    await page.getByLabel("E-Mail-Adresse").fill("erika@");
    await page.getByRole("button", { name: "Termin buchen" }).click();
    await page.getByRole("alert").getByText("Bitte prüfen Sie eine Angabe.").waitFor();
    const email = page.getByLabel("E-Mail-Adresse");
    expect(await focused(page)).toBe("email");
    expect(await email.getAttribute("aria-invalid")).toBe("true");
    const about = (await email.getAttribute("aria-describedby"))?.split(" ")[0];
    expect(await page.locator(`#${about}`).textContent()).toMatch(/^Bitte prüfen Sie die E-Mail/);
    expect(await page.getByLabel("Name").inputValue()).toBe("Erika Muster");
    expect(booked()).toEqual([]);
  });
});
