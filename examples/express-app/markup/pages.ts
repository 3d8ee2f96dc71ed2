import { html, type Markup } from "../../shared/markup.ts";
import type { BookingView } from "../../shared/outcome.ts";
import type { Texts } from "../../shared/texts.ts";
import { dayViews, firstDay, type Viewer } from "../../shared/views.ts";
import type { PageData } from "../page-data.ts";
import { framed } from "./frame.ts";
import { emptyMarkup, PANEL } from "./panel.ts";
import { PICKER, pickerMarkup } from "./picker.ts";
import { whenMarkup } from "./when.ts";

/** Where the parts are that the script of a booking's page shows and hides. */
export const MANAGE = { facts: "facts", moving: "moving" } as const;

/** The page to book on. Its times are the practice's until the script knows the visitor's zone. */
export function bookPage(data: PageData, texts: Texts): Markup {
  const { language, initial, today, week } = data;
  const viewer = viewerOf(data);
  const picking = {
    ...{ today, week, slots: initial?.slots, previous: undefined, chosen: undefined },
    day: firstDay(dayViews(week, initial?.slots, { today, language })),
    hasFailed: initial === undefined,
  };
  const main = html`<h1>${texts.book.title}</h1>
<p class="lead">${texts.book.lead}</p>
${linkLine(texts)}
<div class="sheets">
${pickerMarkup(picking, viewer, texts)}
<aside class="sheet aside" id="${PANEL}" aria-label="${texts.book.heading}">${emptyMarkup(texts.book.heading, texts.book.empty)}</aside>
</div>`;
  return framed({ language, texts, title: texts.book.title, main, data });
}

/** The page of one booking, for whoever knows its uid. */
export function bookingPage(
  data: PageData & { readonly booking: BookingView },
  texts: Texts,
  isJustMoved: boolean,
): Markup {
  const { language, booking } = data;
  const { manage, move, visit } = texts;
  const canChange = booking.state === "booked";
  const main = html`<h1>${manage.heading}</h1>
${isJustMoved && canChange && html`<p class="notice notice-good" role="status">${move.done}</p>`}
${stateNotice(booking, manage)}
<div class="sheets">
<div class="stack">
<section class="sheet" id="${MANAGE.facts}" aria-label="${visit}">
<dl class="facts"><div><dt>${manage.when}</dt><dd data-when="${booking.start}">${whenMarkup(booking.start, viewerOf(data))}</dd></div>
<div><dt>${manage.who}</dt><dd>${booking.name}</dd></div></dl>
${canChange && html`<div class="buttons"><button type="button" class="button" data-begin="move">${manage.move}</button><button type="button" class="button button-danger" data-begin="cancel">${manage.cancel}</button></div>`}
${!canChange && html`<div class="buttons">${whereTo(booking, manage)}</div>`}
</section>
<div class="stack" id="${MANAGE.moving}"></div>
</div>
<aside class="sheet aside" id="${PANEL}" aria-label="${manage.title}" hidden></aside>
</div>`;
  return framed({ language, texts, title: manage.title, main, ...(canChange ? { data } : {}) });
}

/** For addresses that lead nowhere, and for when nothing can be said. */
export function plainPage(language: PageData["language"], texts: Texts, text: string): Markup {
  const { manage, failed } = texts;
  const main = html`<h1>${failed}</h1><p class="lead">${text}</p>
<p class="buttons"><a class="button" href="/">${manage.toStart}</a></p>`;
  return framed({ language, texts, title: failed, main });
}

/** How the page is kept true. */
export const linkLine = ({ link }: Texts): Markup =>
  html`<p class="link" id="${PICKER.link}" role="status" data-link="connecting">${link.connecting}</p>`;

const viewerOf = ({ language, officeZone }: PageData): Viewer => ({
  ...{ language, officeZone, visitorZone: officeZone },
});

function stateNotice({ state }: BookingView, manage: Texts["manage"]): Markup | undefined {
  const said = {
    booked: undefined,
    cancelled: manage.cancelled,
    moved: manage.movedOn,
    over: manage.past,
  };
  const text = said[state];
  return text === undefined ? undefined : html`<p class="notice" role="status">${text}</p>`;
}

function whereTo({ successor }: BookingView, manage: Texts["manage"]): Markup {
  if (successor === undefined) return html`<a class="button" href="/">${manage.toStart}</a>`;
  return html`<a class="button" href="/bookings/${encodeURIComponent(successor)}">${manage.toSuccessor}</a>`;
}
