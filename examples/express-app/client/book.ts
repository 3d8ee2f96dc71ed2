import { type Contact, type ContactProblems, problemsOf } from "../../shared/contact.ts";
import type { Outcome } from "../../shared/outcome.ts";
import { bookFormMarkup } from "../markup/book-form.ts";
import { bookedMarkup, emptyMarkup, PANEL, problemMarkup, takenMarkup } from "../markup/panel.ts";
import { byId, pressed } from "./elements.ts";
import type { Page } from "./page.ts";
import { startPanel } from "./panel.ts";
import { startPicker } from "./picker.ts";
import { send } from "./requests.ts";

/** The page to book on: choose a time, say who comes, and hear what became of it. */
export function startBooking(page: Page): void {
  const { texts, viewer } = page;
  const { language, visitorZone: timeZone } = viewer;
  const panel = startPanel();
  let start: string | undefined;
  let contact: Contact = { name: "", email: "" };
  let problems: ContactProblems = {};
  let isSending = false;
  let isForm = false;

  const picker = startPicker(page, {
    onChoose(chosen) {
      if (!isSending) choose(chosen);
    },
    onChange: () => panel.redraw(),
  });

  function choose(wanted: string): void {
    start = wanted;
    picker.choose(wanted);
    if (isForm) return;
    isForm = true;
    panel.show(() => {
      const chosen = start ?? wanted;
      // While it is being booked it vanishes because of that.
      const isGone = !isSending && picker.isGone(chosen);
      return bookFormMarkup({ start: chosen, contact, problems, isSending, isGone }, viewer);
    });
  }

  function close(): void {
    isForm = false;
    problems = {};
    picker.choose(undefined);
    panel.show(() => emptyMarkup(texts.book.heading, texts.book.empty));
    byId("times-title").focus();
  }

  async function book(wanted: string): Promise<void> {
    if (isSending) return;
    isSending = true;
    choose(wanted);
    const outcome = await send("/bookings", { start: wanted, ...contact, timeZone, language });
    isSending = false;
    tell(wanted, outcome);
  }

  function tell(wanted: string, outcome: Outcome): void {
    if (outcome.code === "invalid" && Object.keys(outcome.fields).length > 0) {
      complain(outcome.fields);
      return;
    }
    isForm = false;
    if (outcome.code === "done" || outcome.code === "taken") picker.told(wanted);
    if (outcome.code === "done") {
      const { booking } = outcome;
      panel.show(() => bookedMarkup(booking, viewer));
    } else if (outcome.code === "taken") {
      const left = () => outcome.alternatives.filter((other) => !picker.isGone(other));
      panel.show(() => takenMarkup(wanted, left(), "book", viewer));
    } else {
      const { code } = outcome;
      panel.show(() => problemMarkup(code, texts.book.change, viewer));
    }
    picker.choose(undefined);
  }

  function complain(found: ContactProblems): void {
    problems = found;
    panel.redraw();
    const [first] = Object.keys(found);
    if (first !== undefined) byId(first).focus();
  }

  byId(PANEL).addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    contact = { ...contact, [target.name]: target.value };
  });
  byId(PANEL).addEventListener("submit", (event) => {
    event.preventDefault();
    if (start === undefined || isSending) return;
    problems = problemsOf(contact);
    if (Object.keys(problems).length > 0) complain(problems);
    else void book(start);
  });
  byId(PANEL).addEventListener("click", (event) => {
    const action = pressed(event, "data-do")?.dataset;
    const isLeaving = action?.do === "close" || action?.do === "again";
    if (isLeaving && !isSending) close();
    if (action?.do === "take" && action.start !== undefined) void book(action.start);
  });
}
