import { type Texts, textsIn } from "../../shared/texts.ts";
import type { Viewer } from "../../shared/views.ts";
import { DATA_ID, type PageData } from "../page-data.ts";
import { byId } from "./elements.ts";

/** What the server told, and what only the browser knows. */
export interface Page {
  readonly data: PageData;
  readonly texts: Texts;
  readonly viewer: Viewer;
}

export function thisPage(): Page {
  const data = JSON.parse(byId(DATA_ID).textContent ?? "") as PageData;
  const { language, officeZone } = data;
  const visitorZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { data, texts: textsIn(language), viewer: { language, officeZone, visitorZone } };
}
