import { addDays, type CalendarDate } from "./days.ts";
import { formatDay, formatMoment, formatTime } from "./formats.ts";
import type { Language } from "./languages.ts";
import { html, type Markup } from "./markup.ts";
import { type Texts, textsIn } from "./texts.ts";

const NOTICES = ["booked", "cancelled", "taken"] as const;
/** What has become of the change before. */
export type Notice = (typeof NOTICES)[number];

/** Whether a text from outside is one of the notices. */
export const isNotice = (text: unknown): text is Notice =>
  NOTICES.some((notice) => notice === text);

/** What the page shows. */
export interface WidgetView {
  readonly language: Language;
  readonly officeZone: string;
  readonly date: CalendarDate;
  readonly loses: boolean;
  readonly notice: Notice | undefined;
  /** What the notice is about. */
  readonly start: string | undefined;
  readonly starts: readonly string[];
  readonly bookings: readonly { readonly uid: string; readonly start: number }[];
}

/** The page in which somebody else books. */
export function widgetPage(view: WidgetView): Markup {
  const { date, language, loses, starts, bookings, officeZone } = view;
  const texts = textsIn(language);
  const { widget } = texts;
  const address = (day: CalendarDate) =>
    `/widget?lang=${language}&date=${day}${loses ? "&lose=on" : ""}`;
  const moment = (start: string | number) => formatMoment(start, officeZone, language);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${widget.title} – cal.com/praxis-am-markt</title>
<link rel="stylesheet" href="/widget/style.css">
</head>
<body class="foreign">
<header class="masthead"><div class="masthead-in">
  <p class="brand">cal.com/praxis-am-markt</p>
  <nav class="languages" aria-label="${texts.languages.label}">
    ${languageLink("de", view)} ${languageLink("en", view)}
  </nav>
</div></header>
<main class="page page-narrow">
  <h1>${widget.title}</h1>
  <p class="lead">${widget.lead}</p>
  ${noticeOf(view, texts)}
  <form method="post" action="/widget">
    <input type="hidden" name="lang" value="${language}">
    <input type="hidden" name="date" value="${date}">
    <label class="tick">
      <input type="checkbox" name="lose"${loses && html` checked`}>
      <span>${widget.lose}<small>${widget.loseHint}</small></span>
    </label>
    <nav class="week-head" aria-label="${widget.day}">
      <a class="button button-quiet" href="${address(addDays(date, -1))}" aria-label="${widget.previous}">‹</a>
      <strong>${formatDay(date, language)}</strong>
      <a class="button button-quiet" href="${address(addDays(date, 1))}" aria-label="${widget.next}">›</a>
    </nav>
    <h2 class="times">${widget.free}</h2>
    ${starts.length === 0 && html`<p class="none">${widget.none}</p>`}
    <ul class="slots">${starts.map((start) => {
      const time = formatTime(start, officeZone, language);
      return html`
      <li><button class="slot" name="start" value="${start}" aria-label="${widget.book(time)}">${time}</button></li>`;
    })}
    </ul>
    <h2 class="times">${widget.own}</h2>
    ${bookings.length === 0 && html`<p class="none">${widget.nothing}</p>`}
    <ul class="choices">${bookings.map(
      ({ uid, start }) => html`
      <li><button class="button button-danger" name="cancel" value="${uid}">${widget.cancel(moment(start))}</button></li>`,
    )}
    </ul>
  </form>
</main>
</body>
</html>
`;
}

function languageLink(to: Language, { language, date }: WidgetView): Markup {
  const name = to === "de" ? "Deutsch" : "English";
  const current = to === language && html` aria-current="true"`;
  return html`<a href="/widget?lang=${to}&date=${date}" lang="${to}" hreflang="${to}"${current}>${name}</a>`;
}

function noticeOf({ notice, start, language, loses, officeZone }: WidgetView, { widget }: Texts) {
  if (notice === undefined) return undefined;
  if (notice === "taken")
    return html`<p class="notice notice-bad" role="alert">${widget.taken}</p>`;
  const isTime = !Number.isNaN(Date.parse(start ?? ""));
  const when = isTime ? formatMoment(start ?? "", officeZone, language) : "";
  const said = notice === "booked" ? widget.booked(when) : widget.cancelled(when);
  return html`<p class="notice notice-good" role="status">${said}${loses && html` ${widget.lost}`}</p>`;
}
