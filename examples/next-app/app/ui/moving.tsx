"use client";
import { formatMoment } from "@/shared/formats.ts";
import { textsIn } from "@/shared/texts.ts";
import { move } from "../actions.ts";
import type { AppointmentProps } from "../lib/appointment-view.ts";
import { useFreeTimes } from "../lib/use-free-times.ts";
import { usePlace } from "../lib/use-place.ts";
import { useTry } from "../lib/use-try.ts";
import type { FreeWeek } from "../lib/week.ts";
import { LinkLine, Picker } from "./picker.tsx";
import { TimeForm } from "./time-form.tsx";

interface Props extends AppointmentProps {
  readonly free: FreeWeek;
}

/** Free times beside the form that moves an appointment to one of them. */
export function Moving({ language, appointment, free }: Props) {
  const trying = useTry(move, usePlace().start);
  const picking = useFreeTimes(free, language, trying);
  const { move: texts, taken } = textsIn(language);
  const { uid, start } = appointment;
  const before = formatMoment(start, picking.viewer.visitorZone, language);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1>{texts.heading}</h1>
      <p className="lead" suppressHydrationWarning>
        {texts.from(before)}
      </p>
      <LinkLine picking={picking} />
      <div className="sheets">
        <Picker {...{ picking, trying }} />
        <TimeForm picking={picking} trying={trying} texts={{ ...texts, instead: taken.move }}>
          <input type="hidden" name="uid" value={uid} />
        </TimeForm>
      </div>
      <p className="buttons">
        <a
          className="button button-quiet"
          href={`/${language}/appointments/${encodeURIComponent(uid)}`}
        >
          {texts.stop}
        </a>
      </p>
    </main>
  );
}
