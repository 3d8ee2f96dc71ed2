"use client";
import { formatMoment } from "../../../shared/formats.ts";
import { textsIn } from "../../../shared/texts.ts";
import type { Viewer } from "../../../shared/views.ts";
import type { Tried } from "../lib/tried.ts";

interface Props {
  readonly tried: Tried;
  readonly viewer: Viewer;
  /** Of a button that takes another time than the one picked. */
  readonly instead?: (when: string) => string;
}

/** What has become of a try: in words, and with what can be done about it. */
export function OutcomeNotice({ tried, viewer, instead }: Props) {
  const { book, failed, problems, taken, unknown } = textsIn(viewer.language);
  const { outcome, start } = tried;
  const moment = (at: string) => formatMoment(at, viewer.visitorZone, viewer.language);
  if (outcome.code === "invalid" && Object.keys(outcome.fields).length > 0) {
    return (
      <p className="notice notice-bad" role="alert">
        {book.check(Object.keys(outcome.fields).length)}
      </p>
    );
  }
  if (outcome.code === "unknown") {
    return (
      <div className="notice notice-warn" role="alert" tabIndex={-1} data-outcome>
        <h3>{unknown.heading}</h3>
        <p>{unknown.text}</p>
      </div>
    );
  }
  if (outcome.code !== "taken") {
    return (
      <div className="notice notice-bad" role="alert" tabIndex={-1} data-outcome>
        <h3>{failed}</h3>
        <p>{problems[outcome.code]}</p>
      </div>
    );
  }
  const { alternatives } = outcome;
  return (
    <>
      <div className="notice notice-warn" role="alert" tabIndex={-1} data-outcome>
        <h3>{taken.heading}</h3>
        <p>{alternatives.length > 0 ? taken.text(moment(start)) : taken.none}</p>
      </div>
      <div className="choices">
        {alternatives.map((at) => (
          <button type="submit" key={at} className="button button-quiet" name="instead" value={at}>
            {instead?.(moment(at))}
          </button>
        ))}
      </div>
    </>
  );
}
