import { formatMoment } from "../../shared/formats.ts";
import { html, type Markup } from "../../shared/markup.ts";
import type { BookingView } from "../../shared/outcome.ts";
import { textsIn } from "../../shared/texts.ts";
import type { Viewer } from "../../shared/views.ts";
import { buttonMarkup, headingMarkup } from "./panel.ts";

/** What is to be moved, and where. */
export interface MoveWish {
  readonly from: BookingView;
  readonly to: string;
  readonly isSending: boolean;
  /** Whether somebody else has taken the new time meanwhile. */
  readonly isGone: boolean;
}

/** Asks once more before a booking is moved. */
export function moveMarkup({ from, to, isSending, isGone }: MoveWish, viewer: Viewer): Markup {
  const { book, move } = textsIn(viewer.language);
  const moment = (start: string) => formatMoment(start, viewer.visitorZone, viewer.language);
  return html`${headingMarkup(move.heading)}
<p class="hint" data-key="from">${move.from(moment(from.start))}</p>
<p class="when" data-key="to">${move.to(moment(to))}</p>
<div role="alert" data-key="alert">${isGone && html`<p class="notice notice-warn">${book.goneMeanwhile}</p>`}</div>
<div class="buttons" data-key="buttons">${sending("submit", isSending, move, "button-wide")}
${buttonMarkup("close", move.stop, "button-quiet button-wide")}</div>`;
}

/** Asks once more before a booking is called off. */
export function cancelMarkup(booking: BookingView, isSending: boolean, viewer: Viewer): Markup {
  const { cancel } = textsIn(viewer.language);
  const when = formatMoment(booking.start, viewer.visitorZone, viewer.language);
  return html`${headingMarkup(cancel.heading)}
<p class="notice notice-warn" data-key="question">${cancel.question(when)}</p>
<div class="buttons" data-key="buttons">${sending("submit", isSending, cancel, "button-danger button-wide")}
${buttonMarkup("close", cancel.stop, "button-quiet button-wide")}</div>`;
}

function sending(
  action: "submit",
  isSending: boolean,
  texts: { readonly submit: string; readonly sending: string },
  looks: string,
): Markup {
  if (!isSending) return buttonMarkup(action, texts.submit, looks);
  return html`<button type="button" class="button ${looks}" data-key="${action}" aria-disabled="true">${texts.sending}</button>`;
}
