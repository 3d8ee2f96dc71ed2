import { html, type Markup } from "../../shared/markup.ts";
import type { Texts } from "../../shared/texts.ts";
import { type DayView, dayViews, type Viewer } from "../../shared/views.ts";
import type { Picking } from "./picking.ts";

/** The days of a week as radio buttons: one stop of the tab key, arrows within. */
export function daysMarkup(picking: Picking, { language }: Viewer, { week }: Texts): Markup {
  const { today, day, slots, previous } = picking;
  const days = dayViews(picking.week, slots ?? previous, { today, language });
  return html`${days.map((view) => dayMarkup(view, view.date === day, week))}`;
}

function dayMarkup(view: DayView, isChosen: boolean, texts: Texts["week"]): Markup {
  const { date, weekday, number, full, isToday, isPast, free } = view;
  const looks = [
    "day",
    ...(isToday ? ["day-today"] : []),
    ...(isPast || free === 0 ? ["day-none"] : []),
  ].join(" ");
  const count = free === undefined ? texts.unknown : texts.free(free);
  const said = [full, ...(isToday ? [texts.today] : []), count].join(", ");
  const checked = isChosen && html` checked`;
  const disabled = isPast && html` disabled`;
  return html`
<label class="${looks}" data-key="${date}"><input type="radio" data-key="input" name="day" value="${date}" aria-label="${said}"${checked}${disabled}>
<span class="day-in" data-key="in" aria-hidden="true"><span class="day-name">${weekday}</span><span class="day-number">${number}</span><span class="day-free">${isPast || free === undefined ? " " : texts.freeShort(free)}</span></span></label>`;
}
