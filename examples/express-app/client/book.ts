import { type Contact, type ContactProblems, problemsOf } from "../../shared/contact.ts";
import type { Outcome } from "../../shared/outcome.ts";
import { bookFormMarkup } from "../markup/book-form.ts";
import { bookedMarkup, emptyMarkup, PANEL, problemMarkup, takenMarkup } from "../markup/panel.ts";
import { byId, pressed } from "./elements.ts";
import type { Page } from "./page.ts";
import { showPanel } from "./panel.ts";
import { startPicker } from "./picker.ts";
import { send } from "./requests.ts";

/** The page to book on: choose a time, say who comes, and hear what became of it. */
export function startBooking(page: Page): void {
  const { texts, viewer } = page;
  const { language, visitorZone: timeZone } = viewer;
  const panel = byId(PANEL);
  let start: string | undefined;
  let contact: Contact = { name: "", email: "" };
  let problems: ContactProblems = {};
  let isSending = false;
  let isForm = false;

  const picker = startPicker(page, {
    onChoose(chosen) {
      if (isSending) return;
      start = chosen;
      const isNew = !isForm;
      isForm = true;
      drawForm(isNew);
    },
    onChange() {
      if (isForm) drawForm(false);
    },
  });

  function drawForm(focus: boolean): void {
    if (start === undefined) return;
    // While it is being booked it vanishes because of that.
    const isGone = !isSending && picker.isGone(start);
    const form = { start, contact, problems, isSending, isGone };
    showPanel(bookFormMarkup(form, viewer), { focus });
  }

  function close(): void {
    isForm = false;
    start = undefined;
    problems = {};
    picker.choose(undefined);
    showPanel(emptyMarkup(texts.book.heading, texts.book.empty));
    byId("times-title").focus();
  }

  async function book(wanted: string): Promise<void> {
    if (isSending) return;
    const isNew = !isForm;
    start = wanted;
    isForm = true;
    isSending = true;
    picker.choose(wanted);
    if (isNew) drawForm(true);
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
    if (outcome.code === "done") picker.booked(wanted);
    picker.choose(undefined);
    if (outcome.code === "done") showPanel(bookedMarkup(outcome.booking, viewer), { focus: true });
    else if (outcome.code === "taken") {
      const { alternatives } = outcome;
      showPanel(takenMarkup(wanted, alternatives, "book", viewer), { focus: true });
    } else showPanel(problemMarkup(outcome.code, viewer), { focus: true });
  }

  function complain(found: ContactProblems): void {
    problems = found;
    drawForm(false);
    const [first] = Object.keys(found);
    if (first !== undefined) byId(first).focus();
  }

  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    if (start === undefined || !(event.target instanceof HTMLFormElement)) return;
    const typed = new FormData(event.target);
    contact = { name: `${typed.get("name")}`, email: `${typed.get("email")}` };
    problems = problemsOf(contact);
    if (Object.keys(problems).length > 0) complain(problems);
    else void book(start);
  });
  panel.addEventListener("click", (event) => {
    const action = pressed(event, "data-do")?.dataset;
    if (action?.do === "close") close();
    if (action?.do === "take" && action.start !== undefined) void book(action.start);
  });
}
