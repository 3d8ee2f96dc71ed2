"use client";
import { useEffect, useRef } from "react";
import { dateIn } from "@/shared/days.ts";
import { textsIn } from "@/shared/texts.ts";
import { type AppointmentProps, isDone } from "../lib/appointment-view.ts";
import { AppointmentFacts } from "./appointment-facts.tsx";

interface Props extends AppointmentProps {
  readonly heading: string;
  /** What has just been done, as the address says it. */
  readonly done: unknown;
}

/** An appointment as it is, and the ways to change it. */
export function Appointment({ language, appointment, officeZone, heading, done }: Props) {
  const texts = textsIn(language);
  const { booked, manage } = texts;
  const { state, successor } = appointment;
  const news = useRef<HTMLDivElement>(null);
  useEffect(() => news.current?.focus(), []);
  const address = (uid: string) => `/${language}/appointments/${encodeURIComponent(uid)}`;
  const own = address(appointment.uid);
  const day = dateIn(officeZone, appointment.start);
  return (
    <main className="page page-narrow" id="main" tabIndex={-1}>
      <h1>{heading}</h1>
      {state === "booked" && isDone(done) && (
        <div className="notice notice-good" ref={news} tabIndex={-1}>
          <h2>{done === "booked" ? booked.heading : texts.move.done}</h2>
          <p>{booked.text}</p>
        </div>
      )}
      {state === "cancelled" && <p className="notice notice-warn">{manage.cancelled}</p>}
      {state === "over" && <p className="notice">{manage.past}</p>}
      {state === "moved" && <p className="notice notice-warn">{manage.movedOn}</p>}
      <section className="sheet">
        <AppointmentFacts {...{ language, appointment, officeZone }} />
        {state === "booked" && <p className="hint">{booked.keep}</p>}
        <div className="buttons">
          {state === "booked" && (
            <>
              <a className="button" href={`${own}?ask=move&day=${day}`}>
                {manage.move}
              </a>
              <a className="button button-danger" href={`${own}?ask=cancel`}>
                {manage.cancel}
              </a>
            </>
          )}
          {state === "moved" && successor !== undefined && (
            <a className="button" href={address(successor)}>
              {manage.toSuccessor}
            </a>
          )}
          <a className="button button-quiet" href={`/${language}`}>
            {state === "booked" ? booked.another : manage.toStart}
          </a>
        </div>
      </section>
    </main>
  );
}
