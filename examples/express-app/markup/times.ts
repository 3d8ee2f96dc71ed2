import { differ, formatDay, formatZone } from "../../shared/formats.ts";
import { html, type Markup } from "../../shared/markup.ts";
import type { Texts } from "../../shared/texts.ts";
import { type SlotGroup, type SlotView, slotGroups, type Viewer } from "../../shared/views.ts";
import type { Picking } from "./picking.ts";

/** The heading of a day and its free times, or why there are none. */
export function timesMarkup(picking: Picking, viewer: Viewer, texts: Texts): Markup {
  const { day, slots, previous, chosen, hasFailed } = picking;
  const { language } = viewer;
  const shown = (slots ?? previous)?.[day]?.map(({ start }) => start) ?? [];
  const isKnown = slots !== undefined;
  return html`
<h2 data-key="heading ${day}" id="times-title" tabindex="-1">${texts.slots.heading(formatDay(day, language))}</h2>
<p class="zone" data-key="zone">${zoneLine(shown[0] ?? `${day}T12:00:00Z`, viewer, texts)}</p>
${!isKnown && hasFailed && html`<p class="notice notice-warn" data-key="failed">${texts.slots.failed}</p>`}
${!isKnown && !hasFailed && shown.length === 0 && html`<p class="none" data-key="waiting">${texts.slots.updating}</p>`}
${isKnown && shown.length === 0 && html`<p class="none" data-key="none">${texts.slots.none}</p>`}
${slotGroups(shown, viewer).map((group) => groupMarkup(group, { chosen, isKnown }, texts))}`;
}

function zoneLine(start: string, { language, officeZone, visitorZone }: Viewer, texts: Texts) {
  const office = formatZone(start, officeZone, language);
  if (!differ(officeZone, visitorZone, start)) return texts.slots.zone(office);
  return texts.slots.zones(formatZone(start, visitorZone, language), office);
}

interface Shown {
  readonly chosen: string | undefined;
  readonly isKnown: boolean;
}

function groupMarkup({ part, otherDay, slots }: SlotGroup, shown: Shown, texts: Texts): Markup {
  const name = [texts.slots.parts[part], ...(otherDay === undefined ? [] : [otherDay])].join(", ");
  return html`
<section class="part" data-key="${name}" aria-label="${name}"><h3 data-key="name">${name}</h3>
<ul class="slots" data-key="slots">${slots.map((slot) => slotMarkup(slot, shown, texts))}
</ul></section>`;
}

function slotMarkup(slot: SlotView, { chosen, isKnown }: Shown, { slots }: Texts): Markup {
  const { start, time, officeTime } = slot;
  const office = officeTime !== undefined && html` <small>${slots.atOffice(officeTime)}</small>`;
  // What is offered instead of a time comes with another offset.
  const isChosen = chosen !== undefined && Date.parse(start) === Date.parse(chosen);
  return html`
<li data-key="${start}"><button type="button" class="slot" data-key="slot" data-start="${start}" aria-pressed="${isChosen ? "true" : "false"}"${!isKnown && html` aria-disabled="true"`}>${time}${office}</button></li>`;
}
