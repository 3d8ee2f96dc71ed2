import type { Contact, ContactProblems } from "../../shared/contact.ts";
import { html, type Markup } from "../../shared/markup.ts";
import { textsIn } from "../../shared/texts.ts";
import type { Viewer } from "../../shared/views.ts";
import { buttonMarkup, headingMarkup } from "./panel.ts";
import { whenMarkup } from "./when.ts";

/** The form as it is at the moment. What has been typed stays in its fields. */
export interface BookForm {
  readonly start: string;
  /** What was typed before, for fields that are drawn for the first time. */
  readonly contact: Contact;
  readonly problems: ContactProblems;
  readonly isSending: boolean;
  /** Whether the time chosen has vanished from the list meanwhile. */
  readonly isGone: boolean;
}

interface Field {
  readonly name: keyof Contact;
  readonly value: string;
  readonly type: string;
  readonly label: string;
  readonly hint?: string;
  readonly problem: string | undefined;
}

export function bookFormMarkup(form: BookForm, viewer: Viewer): Markup {
  const { start, contact, problems, isSending, isGone } = form;
  const { book } = textsIn(viewer.language);
  const said = (name: keyof Contact) => {
    const code = problems[name];
    return code && book.problems[code];
  };
  const count = Object.keys(problems).length;
  return html`${headingMarkup(book.heading)}
<p class="when" data-key="when">${whenMarkup(start, viewer)}</p>
<div role="alert" data-key="alert">${isGone && html`<p class="notice notice-warn">${book.goneMeanwhile}</p>`}${count > 0 && html`<p class="notice notice-bad">${book.check(count)}</p>`}</div>
<form novalidate data-key="form">
${fieldMarkup({ name: "name", value: contact.name, type: "text", label: book.name, problem: said("name") })}
${fieldMarkup({ name: "email", value: contact.email, type: "email", label: book.email, hint: book.emailHint, problem: said("email") })}
<div class="buttons" data-key="buttons"><button type="submit" class="button button-wide" data-key="submit"${isSending && html` aria-disabled="true"`}>${isSending ? book.sending : book.submit}</button>
${buttonMarkup("close", book.change, "button-quiet button-wide")}</div>
</form>`;
}

function fieldMarkup({ name, value, type, label, hint, problem }: Field): Markup {
  const about = [
    ...(problem === undefined ? [] : [`${name}-problem`]),
    ...(hint === undefined ? [] : [`${name}-hint`]),
  ].join(" ");
  return html`<div class="field" data-key="${name}"><label data-key="label" for="${name}">${label}</label>
<input data-key="input" id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${name}" required aria-invalid="${problem === undefined ? "false" : "true"}"${about !== "" && html` aria-describedby="${about}"`}>
${problem !== undefined && html`<p class="field-problem" data-key="problem" id="${name}-problem">${problem}</p>`}
${hint !== undefined && html`<p class="hint" data-key="hint" id="${name}-hint">${hint}</p>`}</div>`;
}
