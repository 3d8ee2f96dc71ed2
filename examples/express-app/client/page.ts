import { type CalendarDate, dateIn } from "../../shared/days.ts";
import { type Texts, textsIn } from "../../shared/texts.ts";
import type { Viewer } from "../../shared/views.ts";
import { isZone } from "../../shared/zones.ts";
import { DATA_ID, type PageData } from "../page-data.ts";
import { byId } from "./elements.ts";

/** What the server told, and what only the browser knows. */
export interface Page {
  readonly data: PageData;
  readonly texts: Texts;
  readonly viewer: Viewer;
  /** At the practice, by the server's clock: pages stay open past midnight. */
  today(): CalendarDate;
}

export function thisPage(): Page {
  const data = JSON.parse(byId(DATA_ID).textContent ?? "") as PageData;
  const { language, officeZone } = data;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  // Browsers on systems that do not say tell "Etc/Unknown", which they do not take themselves.
  const visitorZone = isZone(timeZone) ? timeZone : officeZone;
  const ahead = data.now - Date.now();
  return {
    ...{ data, texts: textsIn(language), viewer: { language, officeZone, visitorZone } },
    today: () => dateIn(officeZone, Date.now() + ahead),
  };
}
