"use client";
import { formatMoment } from "@/shared/formats.ts";
import { textsIn } from "@/shared/texts.ts";
import { slotView } from "@/shared/views.ts";
import type { AppointmentProps } from "../lib/appointment-view.ts";
import { useVisitorZone } from "../lib/use-visitor-zone.ts";

/** When an appointment is, on the visitor's clock and the practice's, and for whom. */
export function AppointmentFacts({ language, appointment, officeZone }: AppointmentProps) {
  const { manage, slots } = textsIn(language);
  const viewer = { language, officeZone, visitorZone: useVisitorZone(officeZone) };
  const { start, name } = appointment;
  const { officeTime } = slotView(start, viewer);
  return (
    <dl className="facts">
      <div>
        <dt>{manage.when}</dt>
        <dd suppressHydrationWarning>
          {formatMoment(start, viewer.visitorZone, language)}
          {officeTime !== undefined && <small>{slots.atOffice(officeTime)}</small>}
        </dd>
      </div>
      <div>
        <dt>{manage.who}</dt>
        <dd>{name}</dd>
      </div>
    </dl>
  );
}
