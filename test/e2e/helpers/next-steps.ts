import type { Page } from "playwright-core";
import { expect } from "vitest";
import { barriersOf } from "./accessibility.ts";
import { keepPicture } from "./pictures.ts";

export const slot = (page: Page, time: string) => page.locator(".slot", { hasText: time });
export const heading = (page: Page, name: string) => page.getByRole("heading", { name });
export const button = (page: Page, name: string) => page.getByRole("button", { name });
export const link = (page: Page, name: string) => page.getByRole("link", { name });
export const facts = (page: Page) => page.locator(".facts").textContent();
export const isLive = (page: Page) => page.locator("[data-link=live]").waitFor();
export const isGone = (page: Page, time: string) => slot(page, time).waitFor({ state: "detached" });

/** Picks a time, and waits for the form to have the focus. */
export async function pick(page: Page, time: string): Promise<void> {
  await slot(page, time).click();
  await page.locator(".aside h2:focus").waitFor();
}

/** Picks a time and fills in the form; a page without a script will do. */
export async function choose(page: Page, time: string): Promise<void> {
  await slot(page, time).click();
  await page.getByLabel("Name").fill("Ann Ahlers");
  await page.getByLabel("E-Mail-Adresse").fill("ann@example.test");
}

/** Books a time, and waits for its own page. */
export async function book(page: Page, time: string): Promise<void> {
  await choose(page, time);
  await button(page, "Termin buchen").click();
  await heading(page, "Gebucht").waitFor();
}

/** Keeps a picture of a whole page, and sees that nothing in it keeps anybody out. */
export async function showAll(page: Page, name: string): Promise<void> {
  expect(await barriersOf(page), name).toEqual([]);
  await keepPicture(page, name, { fullPage: true });
}

/** Whether a time is offered at any moment from now on, until the page is live. Runs in the page. */
export function watchFor(time: string): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      const slots = [
        ...document.querySelectorAll<HTMLButtonElement>(".slot:not([aria-disabled=true])"),
      ];
      if (slots.some((one) => one.textContent?.startsWith(time))) resolve(true);
      else if (document.querySelector("[data-link=live]")) resolve(false);
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
}
