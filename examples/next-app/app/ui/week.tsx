"use client";
import { addDays, type CalendarDate, isShown, weekOf } from "@/shared/days.ts";
import { formatWeek } from "@/shared/formats.ts";
import { type Texts, textsIn } from "@/shared/texts.ts";
import type { DayView } from "@/shared/views.ts";
import type { Picking } from "../lib/use-free-times.ts";
import { OtherFields, PlaceLink } from "./place-link.tsx";

/** The id of the way to the next week. */
const NEXT_WEEK = "next-week";

/** The days of a week as radio buttons, between the ways to the weeks beside it. */
export function Week({ picking }: { readonly picking: Picking }) {
  const { viewer, place, today, week, days, day } = picking;
  const { week: texts } = textsIn(viewer.language);
  const [monday = ""] = week;
  const [before, after] = [addDays(monday, -7), addDays(monday, 7)];
  const turnTo = (date: CalendarDate) => ({ week: date, day: undefined, start: undefined });
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <OtherFields place={place} />
      <div className="week-head">
        <PlaceLink
          {...{ place, to: turnTo(before) }}
          name={texts.previous}
          hidden={!isShown(before, today)}
          // There is no way back from this week: the focus would be lost with it.
          focus={weekOf(before).includes(today) ? NEXT_WEEK : undefined}
        >
          ‹
        </PlaceLink>
        <h2 aria-live="polite" suppressHydrationWarning>
          {formatWeek(week, viewer.language)}
        </h2>
        <PlaceLink
          {...{ place, to: turnTo(after) }}
          id={NEXT_WEEK}
          name={texts.next}
          hidden={!isShown(after, today)}
        >
          ›
        </PlaceLink>
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
        <p className="buttons">
          <button type="submit" className="button button-quiet">
            {texts.label}
          </button>
        </p>
      </noscript>
    </form>
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
        suppressHydrationWarning
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
