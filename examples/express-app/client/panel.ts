import type { Markup } from "../../shared/markup.ts";
import { PANEL } from "../markup/panel.ts";
import { byId } from "./elements.ts";
import { patch } from "./patch.ts";

/** The panel beside the free times. */
export interface Panel {
  /** Shows another matter, which is brought to whoever works by keyboard or by ear. */
  show(matter: () => Markup): void;
  /** Draws the matter as it is by now. */
  redraw(): void;
  hide(): void;
}

export function startPanel(): Panel {
  const panel = byId(PANEL);
  let matter: (() => Markup) | undefined;

  function draw(): void {
    if (matter === undefined) return;
    const hadFocus = panel.contains(document.activeElement);
    patch(panel, matter());
    // What had it is gone: the next key shall not begin at the top of the page.
    if (hadFocus && !panel.contains(document.activeElement)) focusHeading();
  }
  const focusHeading = () => panel.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });

  return {
    show(shown) {
      matter = shown;
      panel.hidden = false;
      draw();
      focusHeading();
      // Below the times, on a phone, a heading at the edge would hide what belongs to it.
      if (panel.getBoundingClientRect().bottom > window.innerHeight) panel.scrollIntoView();
    },
    redraw: draw,
    hide() {
      matter = undefined;
      panel.hidden = true;
    },
  };
}
