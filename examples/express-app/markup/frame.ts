import { LANGUAGES, type Language } from "../../shared/languages.ts";
import { embedded, html, type Markup } from "../../shared/markup.ts";
import type { Texts } from "../../shared/texts.ts";
import { DATA_ID, type PageData } from "../page-data.ts";

const NAMES: Readonly<Record<Language, string>> = { de: "Deutsch", en: "English" };

/** A page around its main part. */
export interface Frame {
  readonly language: Language;
  readonly texts: Texts;
  readonly title: string;
  readonly main: Markup;
  /** Pages without data have no script. */
  readonly data?: PageData;
}

export function framed({ language, texts, title, main, data }: Frame): Markup {
  const { practice, languages, noScript } = texts;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – ${practice}</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/style.css">
${data && html`${embedded(DATA_ID, data)}<script type="module" src="/assets/client.js"></script>`}
</head>
<body>
<a class="skip" href="#main">${languages.skip}</a>
<header class="masthead"><div class="masthead-in">
<p class="brand">${practice}</p>
<nav class="languages" aria-label="${languages.label}">${LANGUAGES.map((one) => languageLink(one, language))}</nav>
</div></header>
<main class="page" id="main" tabindex="-1">
<noscript><p class="notice notice-warn">${noScript}</p></noscript>
${main}
</main>
</body>
</html>
`;
}

function languageLink(to: Language, shown: Language): Markup {
  const current = to === shown && html` aria-current="true"`;
  return html`<a href="?lang=${to}" lang="${to}" hreflang="${to}" data-language${current}>${NAMES[to]}</a>`;
}
