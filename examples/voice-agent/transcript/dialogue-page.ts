import { readFileSync } from "node:fs";
import { html, Markup } from "../../shared/markup.ts";
import type { Language } from "../spoken/speech.ts";
import { argsOf, sourceOf, summary, tookOf } from "./dialogue.ts";
import type { Line, Played } from "./replay.ts";

// The file's own text, so that the page is one file.
const style = (): Markup =>
  new Markup(readFileSync(new URL("./dialogue.css", import.meta.url), "utf8"));

/** Played scenes as a page that needs nothing else. */
export function dialoguePage(scenes: readonly Played[]): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The origin's call, replayed</title>
<style>${style()}</style>
</head>
<body>
<main>
<h1>The origin's call, replayed</h1>
<p class="lead">A phone agent, two functions, and somebody else who books meanwhile. Every answer and
every figure is measured, over HTTP against a fake Cal.com.</p>
${scenes.map(
  ({ scene, lines }, index) => html`
<section>
<h2>${index + 1}. ${scene.title}</h2>
<ol>${lines.map((line) => lineOf(line, scene.language))}</ol>
</section>`,
)}
<p class="summary">${summary(scenes)}</p>
</main>
</body>
</html>
`;
}

function lineOf(line: Line, language: Language): Markup {
  if (line.kind === "elsewhere") {
    return html`
<li class="elsewhere"><time>${line.at}</time> ${line.told}</li>`;
  }
  const { caller, sent, meanwhile } = line;
  const { answer } = line.came;
  const tone = answer.status === "booked" && " booked";
  return html`
<li class="turn">
<time>${line.at}</time>
<p class="said caller"><span class="unseen">Caller: </span><span lang="${language}">${caller}</span></p>${
    meanwhile !== undefined &&
    html`
<p class="elsewhere">${meanwhile}</p>`
  }
<p class="call"><code>${sent.name}(${argsOf(line)})</code> → ${answer.status}, <span class="took">${tookOf(line)}, </span>${sourceOf(line)}</p>
<p class="said agent${tone}"><span class="unseen">Agent: </span><span lang="${language}">${answer.say}</span></p>
</li>`;
}
