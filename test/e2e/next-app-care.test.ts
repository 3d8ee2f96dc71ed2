import { describe, expect, it } from "vitest";
import { hasNext } from "../helpers/next-app.ts";
import { hasChromium } from "./helpers/chromium.ts";
import { nextStage } from "./helpers/next-stage.ts";
import {
  button,
  choose,
  facts,
  heading,
  isGone,
  isLive,
  link,
  slot,
} from "./helpers/next-steps.ts";

const MONDAY = "/de?day=2026-12-07";
const TUESDAY = "/de?day=2026-12-08";
const WEDNESDAY = "/de?day=2026-12-09";
const TAKEN = "Diese Zeit ist gerade vergeben worden";

describe.skipIf(!hasNext || !hasChromium)("the booking page on Next, with care", () => {
  const stage = nextStage();

  it("leaves out what a booking has found taken, though nothing else answers", async () => {
    const page = await stage.windows.open(TUESDAY, { isDeaf: true });
    await choose(page, "09:00");
    await stage.world.bookInWidget("2026-12-08T08:00:00.000Z", { isLost: true });
    await button(page, "Termin buchen").click();
    await heading(page, TAKEN).waitFor();
    expect(await slot(page, "09:30").count()).toBe(1);
    expect(await slot(page, "09:00").count()).toBe(0);
    expect(await page.locator(".slot[aria-pressed=true]").count()).toBe(0);
    await stage.world.bookInWidget("2026-12-08T08:30:00.000Z", { isLost: true });
    await button(page, "09:30 buchen").click();
    await page.getByText("8. Dezember 2026, 09:30 war eben noch frei").waitFor();
    expect(await slot(page, "09:00").count()).toBe(0);
    expect(await slot(page, "09:30").count()).toBe(0);
    await stage.windows.hear(page);
    await isLive(page);
    await page.locator(".times[aria-busy=false]").waitFor();
    expect(await slot(page, "09:00").count()).toBe(0);
    expect(await slot(page, "09:30").count()).toBe(0);
  });

  it("takes back what it has offered instead when that is taken too", async () => {
    const page = await stage.windows.open(TUESDAY);
    await isLive(page);
    await choose(page, "14:00");
    await stage.world.bookInWidget("2026-12-08T13:00:00.000Z", { isLost: true });
    await button(page, "Termin buchen").click();
    await button(page, "14:30 buchen").focus();
    await stage.world.bookInWidget("2026-12-08T13:30:00.000Z");
    await button(page, "14:30 buchen").waitFor({ state: "detached" });
    await page.locator(".aside h2:focus").waitFor();
    await isGone(page, "14:30");
  });

  it("books one time while another is pressed, and says which", async () => {
    const page = await stage.windows.open(MONDAY);
    await isLive(page);
    const slow = stage.world.fake.pause({ method: "POST", path: "/v2/bookings", phase: "before" });
    await choose(page, "11:00");
    await button(page, "Termin buchen").click();
    await slow.reached;
    await slot(page, "13:00").click();
    await link(page, "Andere Zeit wählen").click();
    expect(await page.locator(".slot[aria-pressed=true]").textContent()).toBe("11:00");
    slow.release();
    await heading(page, "Gebucht").waitFor();
    expect(await facts(page)).toContain("7. Dezember 2026, 11:00");
  });

  it("leaves the focus where it is when times around it change", async () => {
    const page = await stage.windows.open(WEDNESDAY);
    await isLive(page);
    await slot(page, "11:00").focus();
    await stage.world.bookInWidget("2026-12-09T09:30:00.000Z");
    await isGone(page, "10:30");
    await page.locator(".slot:focus", { hasText: "11:00" }).waitFor();
    await stage.world.bookInWidget("2026-12-09T10:00:00.000Z");
    await page.locator("#times-title:focus").waitFor();
  });

  it("goes on to the next day when it is left open past midnight", async () => {
    const page = await stage.windows.open("about:blank");
    await page.clock.install();
    await page.goto(MONDAY);
    await isLive(page);
    await page.clock.fastForward("16:00:00");
    await heading(page, "Freie Zeiten am Dienstag, 8. Dezember").waitFor();
    expect(await page.locator(".day-today").textContent()).toMatch(/Di\s*8/);
  });

  it("shows the practice's time to a browser that does not know its own zone", async () => {
    const page = await stage.windows.open("about:blank");
    await page.addInitScript(`
      const { resolvedOptions } = Intl.DateTimeFormat.prototype;
      Intl.DateTimeFormat.prototype.resolvedOptions = function () {
        return { ...resolvedOptions.call(this), timeZone: "Etc/Unknown" };
      };
    `);
    await page.goto("/de?day=2026-12-10");
    await isLive(page);
    expect(await slot(page, "11:30").textContent()).toBe("11:30");
  });

  it.each(["week=9999-12-31", "day=2020-01-01", "week=nonsense", "day=2026-13-01"])(
    "shows this week for an address that says %s",
    async (place) => {
      const page = await stage.windows.open(`/de?${place}`);
      await isLive(page);
      await heading(page, "7.–13. Dezember 2026").waitFor();
      await page.locator(".day-today").waitFor();
    },
  );

  it("keeps the focus when there is no way back from the first week", async () => {
    const page = await stage.windows.open("/de?week=2026-12-14");
    await isLive(page);
    await link(page, "Vorige Woche").press("Enter");
    await heading(page, "7.–13. Dezember 2026").waitFor();
    await page.locator("#next-week:focus").waitFor();
  });

  it("says that nobody can be asked about an appointment while Cal.com is away", async () => {
    const { fake, demo } = stage.world;
    const { uid } = fake.bookings.add({
      eventTypeId: demo.eventTypeId,
      start: "2026-12-11T11:00:00Z",
    });
    // As often as the client asks for one page.
    fake.faults.error500Before({ method: "GET", path: `/v2/bookings/${uid}`, times: 3 });
    const page = await stage.windows.open(`/de/appointments/${uid}`);
    await page.getByText("Wir sind gerade nicht erreichbar.").waitFor();
    const isThere = async () => {
      await page.reload();
      return heading(page, "Ihr Kontrolltermin").isVisible();
    };
    await expect.poll(isThere, { timeout: 10_000 }).toBe(true);
  });

  it("calls a practice by its own name, and a visit by the title of the event type", async () => {
    const own = { DEMO_PRACTICE: "", PRACTICE_NAME: "Praxis <Dr. Ohm>" };
    const url = await stage.world.startBeside(own);
    const page = await (await fetch(`${url}/en`)).text();
    expect(page).toContain('<p class="brand">Praxis &lt;Dr. Ohm&gt;</p>');
    expect(page).toContain("<h1>Kontrolltermin</h1>");
    expect(page).not.toContain("Dental practice at the market");
  });
});
