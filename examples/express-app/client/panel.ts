import type { Markup } from "../../shared/markup.ts";
import { PANEL } from "../markup/panel.ts";
import { byId } from "./elements.ts";
import { patch } from "./patch.ts";

/** Draws the panel; what is new in it is brought to whoever works by keyboard or by ear. */
export function showPanel(markup: Markup, { focus = false } = {}): void {
  const panel = byId(PANEL);
  panel.hidden = false;
  patch(panel, markup);
  if (!focus) return;
  panel.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  // Below the times, on a phone, a heading at the edge would hide what belongs to it.
  if (panel.getBoundingClientRect().bottom > window.innerHeight) panel.scrollIntoView();
}

export function hidePanel(): void {
  byId(PANEL).hidden = true;
}
