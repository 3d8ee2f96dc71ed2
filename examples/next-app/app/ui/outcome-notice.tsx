"use client";
import { formatMoment } from "@/shared/formats.ts";
import { textsIn } from "@/shared/texts.ts";
import { slotView, type Viewer } from "@/shared/views.ts";
import type { Tried } from "../lib/tried.ts";

interface Props {
  readonly tried: Tried;
  readonly viewer: Viewer;
  /** The times that are still free instead of a taken one. */
  readonly left?: readonly string[];
  /** Of a button that takes another time than the one picked. */
  readonly instead?: (when: string) => string;
}

/** What has become of a try: in words, and with what can be done about it. */
export function OutcomeNotice({ tried, viewer, left = [], instead }: Props) {
  const { book, problems, taken, unknown } = textsIn(viewer.language);
  const { outcome, start } = tried;
  const moment = (at: string) => formatMoment(at, viewer.visitorZone, viewer.language);
  if (outcome.code === "invalid" && Object.keys(outcome.fields).length > 0) {
    return <Notice looks="bad">{book.check(Object.keys(outcome.fields).length)}</Notice>;
  }
  if (outcome.code === "unknown") return <Notice looks="warn">{unknown.text}</Notice>;
  if (outcome.code !== "taken") return <Notice looks="bad">{problems[outcome.code]}</Notice>;
  if (left.length === 0) return <Notice looks="warn">{taken.none}</Notice>;
  return (
    <>
      <Notice looks="warn">{taken.text(moment(start))}</Notice>
      <ul className="choices">
        {left.map((at) => (
          <li key={at}>
            <button type="submit" className="button" name="instead" value={at}>
              <span>
                {instead?.(moment(at))}
                <AtOffice at={at} viewer={viewer} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function AtOffice({ at, viewer }: { readonly at: string; readonly viewer: Viewer }) {
  const { officeTime } = slotView(at, viewer);
  if (officeTime === undefined) return null;
  return <small>{textsIn(viewer.language).slots.atOffice(officeTime)}</small>;
}

function Notice({
  looks,
  children,
}: {
  readonly looks: "bad" | "warn";
  readonly children: string;
}) {
  return (
    <p className={`notice notice-${looks}`} role="alert">
      {children}
    </p>
  );
}
