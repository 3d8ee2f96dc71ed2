import { formatShortMoment } from "../../shared/formats.ts";
import { html, type Markup } from "../../shared/markup.ts";
import type { BookingView } from "../../shared/outcome.ts";
import { type BookingProblem, textsIn } from "../../shared/texts.ts";
import { slotView, type Viewer } from "../../shared/views.ts";
import { whenMarkup } from "./when.ts";

/** The id of the panel beside the free times. */
export const PANEL = "panel";

/** What a button in the panel does; its `data-do`. */
export type PanelAction = "again" | "close" | "submit" | "take";

/** The panel's heading takes the focus when the panel's matter is another. */
export const headingMarkup = (text: string): Markup =>
  html`<h2 data-key="${text}" tabindex="-1">${text}</h2>`;

/** A button that does something within the panel. */
export function buttonMarkup(action: PanelAction, text: string, looks = ""): Markup {
  return html`<button type="button" class="button ${looks}" data-key="${action}" data-do="${action}">${text}</button>`;
}

/** Before anything is chosen. */
export const emptyMarkup = (heading: string, text: string): Markup =>
  html`${headingMarkup(heading)}<p class="none" data-key="empty">${text}</p>`;

/** Somebody was faster: what is free by now, each a button that books. */
export function takenMarkup(
  refused: string,
  alternatives: readonly string[],
  kind: "book" | "move",
  viewer: Viewer,
): Markup {
  const { language, visitorZone } = viewer;
  const { taken, book, slots } = textsIn(language);
  const named = (start: string) => formatShortMoment(start, visitorZone, language);
  const office = (start: string) => {
    const { officeTime } = slotView(start, viewer);
    return officeTime !== undefined && html`<small>${slots.atOffice(officeTime)}</small>`;
  };
  return html`${headingMarkup(taken.heading)}
<p class="notice notice-warn" data-key="text">${alternatives.length > 0 ? taken.text(named(refused)) : taken.none}</p>
<ul class="choices" data-key="choices">${alternatives.map(
    (start) =>
      html`<li data-key="${start}"><button type="button" class="button" data-key="take" data-do="take" data-start="${start}"><span>${taken[kind](named(start))}${office(start)}</span></button></li>`,
  )}</ul>
<div class="buttons" data-key="buttons">${buttonMarkup("again", book.change, "button-quiet button-wide")}</div>`;
}

/** Said as it is: neither that it worked, nor that it did not. `leave` names the way out. */
export function problemMarkup(code: BookingProblem, leave: string, viewer: Viewer): Markup {
  const { unknown, failed, problems } = textsIn(viewer.language);
  const isUnknown = code === "unknown";
  return html`${headingMarkup(isUnknown ? unknown.heading : failed)}
<p class="notice ${isUnknown ? "notice-warn" : "notice-bad"}" data-key="text">${isUnknown ? unknown.text : problems[code]}</p>
${!isUnknown && html`<div class="buttons" data-key="buttons">${buttonMarkup("close", leave, "button-quiet button-wide")}</div>`}`;
}

/** It is booked: when, and where it can be changed. */
export function bookedMarkup({ uid, start }: BookingView, viewer: Viewer): Markup {
  const { booked } = textsIn(viewer.language);
  return html`${headingMarkup(booked.heading)}
<p class="when" data-key="when">${whenMarkup(start, viewer)}</p>
<p class="notice notice-good" data-key="text">${booked.text}</p>
<p class="hint" data-key="keep">${booked.keep}</p>
<div class="buttons" data-key="buttons"><a class="button button-wide" href="/bookings/${encodeURIComponent(uid)}">${booked.manage}</a>
${buttonMarkup("close", booked.another, "button-quiet button-wide")}</div>`;
}
