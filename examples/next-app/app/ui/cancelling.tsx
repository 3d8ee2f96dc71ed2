"use client";
import { formatMoment } from "@/shared/formats.ts";
import { textsIn } from "@/shared/texts.ts";
import { cancel } from "../actions.ts";
import type { AppointmentProps } from "../lib/appointment-view.ts";
import { useTry } from "../lib/use-try.ts";
import { useVisitorZone } from "../lib/use-visitor-zone.ts";
import { OutcomeNotice } from "./outcome-notice.tsx";
import { SendButton } from "./send-button.tsx";

/** Asks whether an appointment is really to be called off. */
export function Cancelling({ language, appointment, officeZone }: AppointmentProps) {
  const { cancel: texts } = textsIn(language);
  const viewer = { language, officeZone, visitorZone: useVisitorZone(officeZone) };
  const { action, isPending, tried } = useTry(cancel, undefined);
  const { uid, start } = appointment;
  return (
    <main className="page page-narrow" id="main" tabIndex={-1}>
      <h1>{texts.heading}</h1>
      <form className="sheet" action={action}>
        <input type="hidden" name="language" value={language} />
        <input type="hidden" name="uid" value={uid} />
        <p suppressHydrationWarning>
          {texts.question(formatMoment(start, viewer.visitorZone, language))}
        </p>
        {tried && <OutcomeNotice tried={tried} viewer={viewer} />}
        <div className="buttons">
          {tried?.outcome.code !== "unknown" && (
            <SendButton isPending={isPending} sending={texts.sending} looks="button-danger">
              {texts.submit}
            </SendButton>
          )}
          <a
            className="button button-quiet button-wide"
            href={`/${language}/appointments/${encodeURIComponent(uid)}`}
          >
            {texts.stop}
          </a>
        </div>
      </form>
    </main>
  );
}
