import { addDays, type CalendarDate } from "../../shared/days.ts";
import { formatWeek } from "../../shared/formats.ts";
import { html, type Markup } from "../../shared/markup.ts";
import type { Texts } from "../../shared/texts.ts";
import type { Viewer } from "../../shared/views.ts";
import { daysMarkup } from "./days.ts";
import type { Picking } from "./picking.ts";
import { timesMarkup } from "./times.ts";

/** The ids of what changes while the page is open. */
export const PICKER = {
  week: "week",
  days: "days",
  times: "times",
  link: "link",
  news: "news",
} as const;

/** The strip of days and the times of the one chosen. */
export function pickerMarkup(picking: Picking, viewer: Viewer, texts: Texts): Markup {
  return html`<section class="sheet" aria-label="${texts.week.label}">
<div class="week-head" id="${PICKER.week}">${weekMarkup(picking, viewer, texts)}</div>
<fieldset class="week"><legend class="unseen">${texts.week.label}</legend>
<div class="week-days" id="${PICKER.days}">${daysMarkup(picking, viewer, texts)}</div>
</fieldset>
<div class="times" id="${PICKER.times}"${picking.slots === undefined && html` aria-busy="true"`}>${timesMarkup(picking, viewer, texts)}</div>
<p class="news" id="${PICKER.news}" role="status"></p>
</section>`;
}

/** The week's name, between the ways to the ones beside it. */
export function weekMarkup({ week, today }: Picking, { language }: Viewer, texts: Texts): Markup {
  const [monday = ""] = week;
  const isFirst = week.includes(today);
  return html`<a class="button button-quiet" data-key="previous" href="${weekAddress(addDays(monday, -7))}" aria-label="${texts.week.previous}"${isFirst && html` hidden`}>‹</a>
<h2 data-key="name" aria-live="polite">${formatWeek(week, language)}</h2>
<a class="button button-quiet" data-key="next" href="${weekAddress(addDays(monday, 7))}" aria-label="${texts.week.next}">›</a>`;
}

const weekAddress = (monday: CalendarDate): string => `?week=${monday}`;
