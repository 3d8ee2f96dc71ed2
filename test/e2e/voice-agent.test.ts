import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dialoguePage } from "../../examples/voice-agent/transcript/dialogue-page.ts";
import { replay } from "../../examples/voice-agent/transcript/replay.ts";
import { SCENES } from "../../examples/voice-agent/transcript/scenes.ts";
import { hasChromium, launchChromium } from "./helpers/chromium.ts";
import { keepPicture } from "./helpers/pictures.ts";

/** In it somebody else is faster by less than a second. */
const CLOSEST = SCENES.slice(-1);

const WIDTH = 672;

describe.skipIf(!hasChromium)("examples/voice-agent, its transcript as a page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it("shows that nobody is promised a time that is taken", async () => {
    const page = await browser.newPage({
      viewport: { width: WIDTH, height: 800 },
      deviceScaleFactor: 1.25,
    });
    await page.setContent(`${dialoguePage(await replay(CLOSEST))}`);
    expect(await page.locator(".summary").innerText()).toBe(
      "Appointments promised: 1, of which Cal.com has 1.\nTimes offered although they were taken: 0.",
    );

    const said = await page.locator(".agent [lang]").allInnerTexts();
    const promised = said.filter((text) => text.includes("is booked for you"));
    expect(said[1]).toContain("Somebody has just been faster: eight o'clock on Monday is gone");
    expect(said[1]).not.toMatch(/could offer.*eight o'clock/);
    expect(promised).toEqual(["Half past eight on Monday is booked for you."]);

    const width = await page.evaluate("document.documentElement.scrollWidth");
    expect(width).toBe(WIDTH);
    // Measured times differ from run to run, and pictures are not to.
    await page.addStyleTag({ content: ".took { display: none }" });
    await keepPicture(page.locator("section"), "voice-agent");
  });
});
