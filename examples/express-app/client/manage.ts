import { html } from "../../shared/markup.ts";
import type { BookingView, Outcome } from "../../shared/outcome.ts";
import { cancelMarkup, moveMarkup } from "../markup/change-panels.ts";
import { linkLine, MANAGE } from "../markup/pages.ts";
import { buttonMarkup, emptyMarkup, PANEL, problemMarkup, takenMarkup } from "../markup/panel.ts";
import { pickerMarkup } from "../markup/picker.ts";
import { whenMarkup } from "../markup/when.ts";
import { byId, pressed } from "./elements.ts";
import type { Page } from "./page.ts";
import { hidePanel, showPanel } from "./panel.ts";
import { patch } from "./patch.ts";
import { type Picker, startPicker } from "./picker.ts";
import { send } from "./requests.ts";

/** The page of one booking: move it or call it off, each after one more question. */
export function startManaging(page: Page, booking: BookingView): void {
  const { data, texts, viewer } = page;
  const address = `/bookings/${encodeURIComponent(booking.uid)}`;
  const [facts, moving, panel] = [byId(MANAGE.facts), byId(MANAGE.moving), byId(PANEL)];
  let picker: Picker | undefined;
  let to: string | undefined;
  let isSending = false;

  const when = facts.querySelector("[data-when]");
  if (when !== null) patch(when, whenMarkup(booking.start, viewer));

  function beginMove(): void {
    showPanel(
      html`${emptyMarkup(texts.move.heading, texts.move.empty)}<div class="buttons" data-key="buttons">${buttonMarkup("close", texts.move.stop, "button-quiet")}</div>`,
    );
    if (picker !== undefined) return;
    const { today, week } = data;
    const nothing = { slots: undefined, previous: undefined, chosen: undefined, hasFailed: false };
    const picking = { today, week, day: week[0] ?? today, ...nothing };
    patch(moving, html`${linkLine(texts)}${pickerMarkup(picking, viewer, texts)}`);
    picker = startPicker(page, {
      onChoose(start) {
        if (isSending) return;
        to = start;
        showPanel(moveMarkup(booking, start, isSending, viewer), { focus: true });
      },
      onChange: () => undefined,
    });
    byId("times-title").focus();
  }

  function close(): void {
    picker?.close();
    picker = undefined;
    to = undefined;
    moving.replaceChildren();
    hidePanel();
    facts.querySelector<HTMLElement>("[data-begin]")?.focus();
  }

  async function move(start: string): Promise<void> {
    to = start;
    picker?.choose(start);
    await change(`${address}/move`, { start }, () => moveMarkup(booking, start, true, viewer));
  }

  const cancel = (): Promise<void> =>
    change(`${address}/cancel`, {}, () => cancelMarkup(booking, true, viewer));

  async function change(path: string, wish: object, sending: () => ReturnType<typeof html>) {
    if (isSending) return;
    isSending = true;
    showPanel(sending(), { focus: true });
    const outcome = await send(path, wish);
    isSending = false;
    tell(outcome);
  }

  function tell(outcome: Outcome): void {
    if (outcome.code === "done") {
      const { uid } = outcome.booking;
      location.assign(
        `/bookings/${encodeURIComponent(uid)}${to === undefined ? "" : "?done=moved"}`,
      );
    } else if (outcome.code === "taken") {
      const { alternatives } = outcome;
      picker?.choose(undefined);
      showPanel(takenMarkup(to ?? booking.start, alternatives, "move", viewer), { focus: true });
    } else showPanel(problemMarkup(outcome.code, viewer), { focus: true });
  }

  facts.addEventListener("click", (event) => {
    const begin = pressed(event, "data-begin")?.dataset.begin;
    if (isSending || begin === undefined) return;
    if (begin === "move") return beginMove();
    close();
    showPanel(cancelMarkup(booking, false, viewer), { focus: true });
  });
  panel.addEventListener("click", (event) => {
    const action = pressed(event, "data-do")?.dataset;
    if (action?.do === "close" && !isSending) close();
    if (action?.do === "submit") void (to === undefined ? cancel() : move(to));
    if (action?.do === "take" && action.start !== undefined) void move(action.start);
  });
}
