import { differ, formatMoment } from "../../shared/formats.ts";
import { html, type Markup } from "../../shared/markup.ts";
import { textsIn } from "../../shared/texts.ts";
import type { Viewer } from "../../shared/views.ts";

/** A moment on the visitor's clock, and below it on the practice's where that differs. */
export function whenMarkup(start: string, viewer: Viewer): Markup {
  const { language, officeZone, visitorZone } = viewer;
  const { slots } = textsIn(language);
  const office =
    differ(officeZone, visitorZone, start) && formatMoment(start, officeZone, language);
  return html`${formatMoment(start, visitorZone, language)}${office && html`<small>${slots.whenAtOffice(office)}</small>`}`;
}
