"use client";
import { addDays, type CalendarDate } from "../../../shared/days.ts";
import { formatWeek } from "../../../shared/formats.ts";
import { type Texts, textsIn } from "../../../shared/texts.ts";
import type { DayView } from "../../../shared/views.ts";
import type { Picking } from "../lib/use-free-times.ts";
import type { Place, PlaceChange } from "../lib/use-place.ts";

/** The days of a week as radio buttons, between the ways to the weeks beside it. */
export function Week({ picking }: { readonly picking: Picking }) {
  const { viewer, place, week, days, day } = picking;
  const { week: texts } = textsIn(viewer.language);
  const [monday = ""] = week;
  const isFirst = days.some(({ isToday }) => isToday);
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <div className="week-head">
        <WeekLink
          place={place}
          to={isFirst ? undefined : addDays(monday, -7)}
          name={texts.previous}
        >
          ‹
        </WeekLink>
        <h2 suppressHydrationWarning>{formatWeek(week, viewer.language)}</h2>
        <WeekLink place={place} to={addDays(monday, 7)} name={texts.next}>
          ›
        </WeekLink>
      </div>
      <fieldset className="week">
        <legend className="unseen">{texts.label}</legend>
        <div className="week-days">
          {days.map((view) => (
            <Day
              key={view.date}
              view={view}
              isChosen={view.date === day}
              onChoose={() => place.go({ day: view.date, start: undefined })}
              texts={texts}
            />
          ))}
        </div>
      </fieldset>
      <noscript>
        <button type="submit" className="button button-quiet">
          {texts.label}
        </button>
      </noscript>
    </form>
  );
}

interface WeekLinkProps {
  readonly place: Place;
  /** Its Monday; there is no way where it is `undefined`. */
  readonly to: CalendarDate | undefined;
  readonly name: string;
  readonly children: string;
}

function WeekLink({ place, to, name, children }: WeekLinkProps) {
  const change: PlaceChange = { week: to, day: undefined, start: undefined };
  return (
    <a
      className="button button-quiet"
      href={place.address(change)}
      aria-label={name}
      style={to === undefined ? { visibility: "hidden" } : undefined}
      onClick={(event) => {
        // Another window is the browser's business.
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        place.go(change);
      }}
    >
      {children}
    </a>
  );
}

interface DayProps {
  readonly view: DayView;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly texts: Texts["week"];
}

function Day({ view, isChosen, onChoose, texts }: DayProps) {
  const { date, weekday, number, full, isToday, isPast, free } = view;
  const looks = ["day", isToday && "day-today", (isPast || free === 0) && "day-none"];
  const count = free === undefined ? texts.unknown : texts.free(free);
  const said = [full, ...(isToday ? [texts.today] : []), count].join(", ");
  return (
    <label className={looks.filter(Boolean).join(" ")}>
      <input
        type="radio"
        name="day"
        value={date}
        aria-label={said}
        checked={isChosen}
        disabled={isPast}
        onChange={onChoose}
      />
      <span className="day-in" aria-hidden="true">
        <span className="day-name" suppressHydrationWarning>
          {weekday}
        </span>
        <span className="day-number">{number}</span>
        <span className="day-free">
          {isPast || free === undefined ? "\u00a0" : texts.freeShort(free)}
        </span>
      </span>
    </label>
  );
}
