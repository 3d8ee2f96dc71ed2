import { type SlotsState, watchSlots } from "calcom-coherent/browser";
import { type CalendarDate, dateIn, isDate, weekOf } from "../../shared/days.ts";
import { dayViews, firstDay } from "../../shared/views.ts";
import { daysMarkup } from "../markup/days.ts";
import { PICKER, weekMarkup } from "../markup/picker.ts";
import type { Picking } from "../markup/picking.ts";
import { timesMarkup } from "../markup/times.ts";
import { byId, pressed } from "./elements.ts";
import { type Drawn, news } from "./news.ts";
import type { Page } from "./page.ts";
import { patch } from "./patch.ts";

/** The free times on the page, kept true. */
export interface Picker {
  /** Marks a start as chosen, or none. */
  choose(start: string | undefined): void;
  /** Whether a start was missing when its week was on show last. */
  isGone(start: string): boolean;
  /** What becomes of a start is told elsewhere on the page. */
  told(start: string): void;
  close(): void;
}

/** What the panel is told. */
export interface PickerEvents {
  readonly onChoose: (start: string) => void;
  /** Something is drawn anew: what is chosen may be gone, or back. */
  readonly onChange: () => void;
}

export function startPicker(page: Page, events: PickerEvents): Picker {
  const { data, texts, viewer } = page;
  const { eventTypeId, language, officeZone, initial } = data;
  let week = data.week;
  let day = chosenDay(week, initial?.slots);
  let chosen: string | undefined;
  let before: Drawn | undefined;
  const toldOf = new Set<number>();
  /** What was listed or not when its week was on show last, by its instant. */
  const gone = new Map<number, boolean>();

  const query = () => ({
    ...{ eventTypeId, timeZone: officeZone },
    ...{ start: week[0] ?? "", end: week.at(-1) ?? "" },
  });
  const watched = watchSlots({
    ...{ url: "/slots", changesUrl: "/slots/changes", query: query() },
    // The server read them after the page was asked for, however long it was on its way.
    initial: initial && { ...initial, at: performance.timeOrigin },
  });

  function chosenDay(dates: readonly CalendarDate[], slots: SlotsState["slots"]): CalendarDate {
    return firstDay(dayViews(dates, slots, { today: page.today(), language }));
  }

  function draw(): void {
    const { slots, previous, error, link } = watched.state;
    const today = page.today();
    if (!week.some((date) => date >= today)) {
      show(weekOf(today));
      return;
    }
    if (day < today) day = chosenDay(week, slots);
    const picking: Picking = {
      ...{ today, week, day, slots, previous, chosen },
      hasFailed: error !== undefined,
    };
    patch(byId(PICKER.week), weekMarkup(picking, viewer, texts));
    patch(byId(PICKER.days), daysMarkup(picking, viewer, texts));
    const times = byId(PICKER.times);
    const hadFocus = times.contains(document.activeElement);
    patch(times, timesMarkup(picking, viewer, texts));
    // The time that had it is gone: the next key shall not begin at the top of the page.
    if (hadFocus && !times.contains(document.activeElement)) byId("times-title").focus();
    times.ariaBusy = slots === undefined ? "true" : "false";
    const line = byId(PICKER.link);
    line.dataset.link = link;
    if (line.textContent !== texts.link[link]) line.textContent = texts.link[link];
    if (slots !== undefined) {
      const drawn = { day, starts: (slots[day] ?? []).map(({ start }) => start) };
      const said = news(before, drawn, new Set([...toldOf, Date.parse(chosen ?? "")]), {
        viewer,
        texts,
      });
      if (said !== undefined) byId(PICKER.news).textContent = said;
      before = drawn;
    }
    events.onChange();
  }

  function show(dates: readonly CalendarDate[]): void {
    week = dates;
    day = chosenDay(week, undefined);
    byId(PICKER.news).textContent = "";
    history.replaceState(null, "", `?week=${week[0]}`);
    keepInLinks(`${week[0]}`);
    watched.ask(query());
  }

  byId(PICKER.days).addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    day = target.value;
    byId(PICKER.news).textContent = "";
    draw();
  });
  byId(PICKER.times).addEventListener("click", (event) => {
    const start = pressed(event, "data-start")?.dataset.start;
    if (start === undefined || watched.state.slots === undefined) return;
    events.onChoose(start);
  });
  byId(PICKER.week).addEventListener("click", (event) => {
    // With a key held, a link opens elsewhere.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = pressed(event, "href");
    const date = new URLSearchParams(link?.getAttribute("href") ?? "").get("week");
    if (!isDate(date)) return;
    event.preventDefault();
    show(weekOf(date));
    // There is no way back from the first week: the focus would be lost with it.
    if (link?.hidden === true)
      byId(PICKER.week).querySelector<HTMLElement>("[data-key=next]")?.focus();
  });
  watched.subscribe(draw);
  keepInLinks(`${week[0]}`);
  draw();

  return {
    choose(start) {
      chosen = start;
      draw();
    },
    isGone(start) {
      const { slots } = watched.state;
      const [date, instant] = [dateIn(officeZone, start), Date.parse(start)];
      if (slots !== undefined && week.includes(date)) {
        gone.set(instant, slots[date]?.some((slot) => Date.parse(slot.start) === instant) !== true);
      }
      return gone.get(instant) ?? false;
    },
    told: (start) => void toldOf.add(Date.parse(start)),
    close: () => watched.close(),
  };
}

/** Another language shows the same week. */
function keepInLinks(week: CalendarDate): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-language]")) {
    link.search = `?lang=${link.lang}&week=${week}`;
  }
}
