import { html, type Markup } from "../../shared/markup.ts";
import type { BookingView, Outcome } from "../../shared/outcome.ts";
import { cancelMarkup, moveMarkup } from "../markup/change-panels.ts";
import { linkLine, MANAGE } from "../markup/pages.ts";
import { buttonMarkup, emptyMarkup, PANEL, problemMarkup, takenMarkup } from "../markup/panel.ts";
import { pickerMarkup } from "../markup/picker.ts";
import { whenMarkup } from "../markup/when.ts";
import { byId, pressed } from "./elements.ts";
import type { Page } from "./page.ts";
import { startPanel } from "./panel.ts";
import { patch } from "./patch.ts";
import { type Picker, startPicker } from "./picker.ts";
import { send } from "./requests.ts";

/** The page of one booking: move it or call it off, each after one more question. */
export function startManaging(page: Page, booking: BookingView): void {
  const { data, texts, viewer } = page;
  const address = `/bookings/${encodeURIComponent(booking.uid)}`;
  const [facts, moving, panel] = [byId(MANAGE.facts), byId(MANAGE.moving), startPanel()];
  let picker: Picker | undefined;
  let to: string | undefined;
  let isSending = false;
  /** The booking has turned out to be another than the page shows. */
  let isOutdated = false;

  const when = facts.querySelector("[data-when]");
  if (when !== null) patch(when, whenMarkup(booking.start, viewer));
  // Whoever comes back by the browser's button may have moved the booking meanwhile.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.reload();
  });

  const isGone = (start: string): boolean => picker?.isGone(start) === true;
  const choosing = (): Markup =>
    html`${emptyMarkup(texts.move.heading, texts.move.empty)}<div class="buttons" data-key="buttons">${buttonMarkup("close", texts.move.stop, "button-quiet")}</div>`;
  const movingTo = (start: string): Markup => {
    // While it is being booked it vanishes because of that.
    const wish = { from: booking, to: start, isSending, isGone: !isSending && isGone(start) };
    return moveMarkup(wish, viewer);
  };

  function beginMove(): void {
    to = undefined;
    panel.show(choosing);
    if (picker === undefined) {
      const week = data.week;
      const nothing = {
        slots: undefined,
        previous: undefined,
        chosen: undefined,
        hasFailed: false,
      };
      const picking = { today: page.today(), week, day: week[0] ?? page.today(), ...nothing };
      patch(moving, html`${linkLine(texts)}${pickerMarkup(picking, viewer, texts)}`);
      picker = startPicker(page, {
        onChoose(start) {
          if (isSending) return;
          to = start;
          picker?.choose(start);
          panel.show(() => movingTo(start));
        },
        onChange: () => panel.redraw(),
      });
    }
    picker.choose(undefined);
    byId("times-title").focus();
  }

  function close(): void {
    if (isOutdated) location.reload();
    picker?.close();
    picker = undefined;
    to = undefined;
    moving.replaceChildren();
    panel.hide();
    facts.querySelector<HTMLElement>("[data-begin]")?.focus();
  }

  async function move(start: string): Promise<void> {
    if (isSending) return;
    to = start;
    picker?.told(start);
    picker?.choose(start);
    await change(`${address}/move`, { start }, () => movingTo(start));
  }

  const cancel = (): Promise<void> =>
    change(`${address}/cancel`, {}, () => cancelMarkup(booking, isSending, viewer));

  async function change(path: string, wish: object, sending: () => Markup): Promise<void> {
    if (isSending) return;
    isSending = true;
    panel.show(sending);
    const outcome = await send(path, wish);
    isSending = false;
    tell(outcome);
  }

  function tell(outcome: Outcome): void {
    if (outcome.code === "done") {
      const { uid } = outcome.booking;
      const done = to === undefined ? "" : "?done=moved";
      // The page as it was is not to be come back to.
      location.replace(`/bookings/${encodeURIComponent(uid)}${done}`);
      return;
    }
    if (outcome.code === "taken") {
      const refused = to ?? booking.start;
      const left = () => outcome.alternatives.filter((other) => !isGone(other));
      panel.show(() => takenMarkup(refused, left(), "move", viewer));
    } else {
      const { code } = outcome;
      isOutdated = code === "not_possible" || code === "not_found";
      panel.show(() => problemMarkup(code, texts.close, viewer));
    }
    picker?.choose(undefined);
  }

  facts.addEventListener("click", (event) => {
    const begin = pressed(event, "data-begin")?.dataset.begin;
    if (isSending || begin === undefined) return;
    if (begin === "move") return beginMove();
    close();
    panel.show(() => cancelMarkup(booking, isSending, viewer));
  });
  byId(PANEL).addEventListener("click", (event) => {
    const action = pressed(event, "data-do")?.dataset;
    if (action === undefined || isSending) return;
    if (action.do === "close") close();
    if (action.do === "again") beginMove();
    if (action.do === "submit") void (to === undefined ? cancel() : move(to));
    if (action.do === "take" && action.start !== undefined) void move(action.start);
  });
}
