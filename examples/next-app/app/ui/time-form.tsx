"use client";
import { type ReactNode, useEffect, useRef } from "react";
import { useFormStatus } from "react-dom";
import { textsIn } from "@/shared/texts.ts";
import type { Tried } from "../lib/tried.ts";
import type { Picking } from "../lib/use-free-times.ts";
import { useKeptFocus } from "../lib/use-kept-focus.ts";
import type { Trying } from "../lib/use-try.ts";
import { OutcomeNotice } from "./outcome-notice.tsx";
import { PlaceLink } from "./place-link.tsx";
import { SendButton } from "./send-button.tsx";
import { TIMES_TITLE } from "./times.tsx";
import { When } from "./when.tsx";

interface Props {
  readonly picking: Picking;
  readonly trying: Trying;
  readonly texts: {
    readonly heading: string;
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
  const { viewer, place } = picking;
  const { action, isPending, tried } = trying;
  const { book, taken, unknown } = textsIn(viewer.language);
  // What is no valid wish may name no time.
  const isTime = tried !== undefined && tried.outcome.code !== "invalid";
  const start = isTime ? tried.start : picking.start;
  const isGone = start !== undefined && picking.isGone(start);
  const panel = useFocus(picking.start, trying);
  const title = useRef<HTMLHeadingElement>(null);
  const focus = useKeptFocus(title);
  const code = tried?.outcome.code;
  const offered = tried?.outcome.code === "taken" ? tried.outcome.alternatives : [];
  const left = offered.filter((at) => !picking.isGone(at));
  const heading = new Map([
    ["taken", taken.heading],
    ["unknown", unknown.heading],
  ]).get(`${code}`);
  return (
    <section className="sheet aside" aria-label={texts.heading} ref={panel} {...focus}>
      <h2 tabIndex={-1} ref={title}>
        {heading ?? texts.heading}
      </h2>
      {start === undefined ? (
        <p className="none">{texts.empty}</p>
      ) : (
        <form action={action} noValidate>
          <input type="hidden" name="language" value={viewer.language} />
          <input type="hidden" name="zone" value={viewer.visitorZone} />
          <input type="hidden" name="start" value={start} />
          {heading === undefined && <Wanted start={start} viewer={viewer} />}
          {heading === undefined && isGone && !isPending && (
            <p className="notice notice-warn" role="alert">
              {book.goneMeanwhile}
            </p>
          )}
          {tried && <OutcomeNotice {...{ tried, viewer, left }} instead={texts.instead} />}
          {heading === undefined && children}
          {code === "taken" && <Again tried={tried} />}
          <div className="buttons">
            {heading === undefined && (
              <SendButton isPending={isPending} isDisabled={isGone} sending={texts.sending}>
                {texts.submit}
              </SendButton>
            )}
            {code !== "unknown" && (
              <PlaceLink
                {...{ place, to: { start: undefined }, focus: TIMES_TITLE }}
                looks="button-wide"
              >
                {book.change}
              </PlaceLink>
            )}
          </div>
        </form>
      )}
    </section>
  );
}

/** The time that is picked, or that is being taken instead of it. */
function Wanted({ start, viewer }: Parameters<typeof When>[0]) {
  const instead = useFormStatus().data?.get("instead");
  return <When start={typeof instead === "string" ? instead : start} viewer={viewer} />;
}

/**
 * What was typed, sent once more with another time. Out of sight: the enter key in a field would take
 * the first of the times.
 */
function Again({ tried }: { readonly tried: Tried | undefined }) {
  const { name, email } = tried?.contact ?? {};
  return (
    <>
      <input type="hidden" name="name" value={name} />
      <input type="hidden" name="email" value={email} />
    </>
  );
}

/** Takes the focus to what is new in the form: its time, a field to correct, or what was said. */
function useFocus(start: string | undefined, { tried }: Trying) {
  const panel = useRef<HTMLElement>(null);
  const known = useRef({ start, tried });
  useEffect(() => {
    const before = known.current;
    known.current = { start, tried };
    const isNew = tried ? before.tried !== tried : start !== undefined && before.start !== start;
    const at = panel.current;
    const field = at?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (!isNew || !at) return;
    (field ?? at.querySelector<HTMLElement>("h2"))?.focus({ preventScroll: true });
    // On a phone it begins below what can be seen.
    if (at.getBoundingClientRect().bottom > window.innerHeight) at.scrollIntoView();
  }, [start, tried]);
  return panel;
}
