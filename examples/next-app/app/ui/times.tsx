"use client";
import { useRef } from "react";
import { isSameTime } from "@/shared/days.ts";
import { differ, formatDay, formatZone } from "@/shared/formats.ts";
import { type Texts, textsIn } from "@/shared/texts.ts";
import { type SlotGroup, type SlotView, slotGroups, type Viewer } from "@/shared/views.ts";
import type { Picking } from "../lib/use-free-times.ts";
import { useKeptFocus } from "../lib/use-kept-focus.ts";
import type { Place } from "../lib/use-place.ts";
import { OtherFields } from "./place-link.tsx";

/** The id of the heading over the free times. */
export const TIMES_TITLE = "times-title";

interface Props {
  readonly picking: Picking;
  /** Whether the start that is picked was found taken: it is picked no longer. */
  readonly isRefused: boolean;
}

/** The free times of a day, or why there are none. */
export function Times({ picking, isRefused }: Props) {
  const { viewer, place, day, slots, previous, start, hasFailed } = picking;
  const { slots: texts } = textsIn(viewer.language);
  const shown = (slots ?? previous)?.[day]?.map((slot) => slot.start) ?? [];
  const isKnown = slots !== undefined;
  const title = useRef<HTMLHeadingElement>(null);
  const focus = useKeptFocus(title);
  return (
    <form
      className="times"
      aria-busy={!isKnown}
      onSubmit={(event) => event.preventDefault()}
      {...focus}
    >
      <OtherFields place={place} />
      <input type="hidden" name="day" value={day} />
      <h2 id={TIMES_TITLE} ref={title} tabIndex={-1} suppressHydrationWarning>
        {texts.heading(formatDay(day, viewer.language))}
      </h2>
      <p className="zone" suppressHydrationWarning>
        {zoneLine(shown[0] ?? `${day}T12:00:00Z`, viewer, texts)}
      </p>
      {!isKnown && <p className="none">{hasFailed ? texts.failed : texts.updating}</p>}
      {isKnown && shown.length === 0 && <p className="none">{texts.none}</p>}
      {slotGroups(shown, viewer).map((group) => (
        <Part
          key={`${group.part} ${group.otherDay}`}
          {...{ group, texts, place, day, isKnown }}
          chosen={isRefused ? undefined : start}
        />
      ))}
    </form>
  );
}

function zoneLine(start: string, viewer: Viewer, texts: Texts["slots"]): string {
  const { language, officeZone, visitorZone } = viewer;
  const office = formatZone(start, officeZone, language);
  if (!differ(officeZone, visitorZone, start)) return texts.zone(office);
  return texts.zones(formatZone(start, visitorZone, language), office);
}

interface Choice {
  readonly texts: Texts["slots"];
  readonly place: Place;
  readonly day: string;
  /** Whether the times are known to be free at the moment. */
  readonly isKnown: boolean;
  readonly chosen: string | undefined;
}

function Part({ group, ...choice }: Choice & { readonly group: SlotGroup }) {
  const { part, otherDay, slots } = group;
  const name = [choice.texts.parts[part], ...(otherDay === undefined ? [] : [otherDay])].join(", ");
  return (
    <section className="part" aria-label={name}>
      <h3 suppressHydrationWarning>{name}</h3>
      <ul className="slots">
        {slots.map((slot) => (
          <li key={Date.parse(slot.start)}>
            <Slot slot={slot} {...choice} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Slot({ slot, texts, place, day, isKnown, chosen }: Choice & { readonly slot: SlotView }) {
  const { start, time, officeTime } = slot;
  return (
    <button
      type="submit"
      className="slot"
      name="start"
      value={start}
      aria-pressed={isSameTime(start, chosen)}
      // Disabled it would lose the focus.
      aria-disabled={!isKnown}
      onClick={() => isKnown && place.go({ day, start })}
    >
      {time}
      {officeTime !== undefined && <small>{texts.atOffice(officeTime)}</small>}
    </button>
  );
}
