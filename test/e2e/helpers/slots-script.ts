import { type SlotsPageQuery, watchSlots } from "../../../src/browser/index.ts";

/** What a visitor has seen, frame by frame. */
declare global {
  var seenTimes: string[];
}

const parameters = new URL(location.href).searchParams;
const watched = watchSlots({
  url: "slots",
  changesUrl: "changes",
  query: JSON.parse(parameters.get("query") ?? "{}") as SlotsPageQuery,
  maxAgeMs: Number(parameters.get("maxAgeMs") ?? 30_000),
});
const [times, link] = ["times", "link"].map((id) => document.getElementById(id));

function draw() {
  const { slots, link: state } = watched.state;
  const starts = Object.values(slots ?? {}).flatMap((day) => day.map(({ start }) => start));
  if (times) times.textContent = slots ? starts.map((start) => start.slice(11, 16)).join(" ") : "?";
  if (link) link.textContent = state;
}

watched.subscribe(draw);
draw();
globalThis.seenTimes = [];
requestAnimationFrame(function look() {
  globalThis.seenTimes.push(times?.textContent ?? "");
  requestAnimationFrame(look);
});
