"use client";
import { type ReactNode, useEffect, useRef } from "react";
import { textsIn } from "../../../shared/texts.ts";
import type { Picking } from "../lib/use-free-times.ts";
import type { Trying } from "../lib/use-try.ts";
import { OutcomeNotice } from "./outcome-notice.tsx";
import { SendButton } from "./send-button.tsx";
import { When } from "./when.tsx";

interface Props {
  readonly picking: Picking;
  readonly trying: Trying;
  readonly texts: {
    readonly empty: string;
    readonly submit: string;
    readonly sending: string;
    /** Of a button that takes another time than the one picked. */
    readonly instead: (when: string) => string;
  };
  /** Fields, beside the time itself. */
  readonly children: ReactNode;
}

/** The form that does something with the time that was picked; it works before a script does. */
export function TimeForm({ picking, trying, texts, children }: Props) {
  const { start, viewer, isGone } = picking;
  const { action, isPending, tried } = trying;
  const { book } = textsIn(viewer.language);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (tried === undefined) return;
    // The field to correct, or what there is to read.
    form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-outcome]")?.focus();
  }, [tried]);
  if (start === undefined) return <p className="none">{texts.empty}</p>;
  const code = tried?.outcome.code;
  const isOver = code === "taken" || code === "unknown";
  return (
    <form ref={form} action={action} noValidate>
      <input type="hidden" name="language" value={viewer.language} />
      <input type="hidden" name="zone" value={viewer.visitorZone} />
      <input type="hidden" name="start" value={start} />
      {!isOver && <When start={start} viewer={viewer} />}
      {isGone && !isOver && !isPending && (
        <p className="notice notice-warn" role="status">
          {book.goneMeanwhile}
        </p>
      )}
      {tried && <OutcomeNotice tried={tried} viewer={viewer} instead={texts.instead} />}
      {code !== "unknown" && children}
      {!isOver && (
        <div className="buttons">
          <SendButton isPending={isPending} isDisabled={isGone} sending={texts.sending}>
            {texts.submit}
          </SendButton>
        </div>
      )}
    </form>
  );
}
