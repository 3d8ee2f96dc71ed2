import { ZONE } from "./offers.ts";
import type { TableCell, TableFigures } from "./scenes/table.ts";
import { LAYERS, SCHEMES, type SchemeName } from "./scheme.ts";
import type { Cell, Row, Scene } from "./timeline.ts";

export type Paint = (text: string, tone: Cell["tone"] | "title" | "dim") => string;

const SECOND_MS = 1_000;
const CODES = { good: 32, bad: 31, title: 1, dim: 2 } as const;

export const painter = (colour: boolean): Paint => {
  return (text, tone) =>
    colour && tone !== "plain" ? `\u001b[${CODES[tone]}m${text}\u001b[0m` : text;
};

const HEADINGS: Readonly<Record<SchemeName, string>> = {
  origin: "the origin's scheme",
  library: "calcom-coherent",
};

/** One scene as a timeline with a column for each scheme. */
export function renderScene(scene: Scene<unknown>, paint: Paint): string {
  const event = widest(scene.rows.map((row) => row.event));
  const origin = widest([HEADINGS.origin, ...scene.rows.map((row) => row.origin.text)]);
  const line = (row: Row): string =>
    [
      paint(wallClock(row.at), "dim"),
      row.event.padEnd(event),
      paint(row.origin.text.padEnd(origin), row.origin.tone),
      paint(row.library.text, row.library.tone),
    ].join("  ");
  const heading = `${" ".repeat(12)}  ${" ".repeat(event)}  ${HEADINGS.origin.padEnd(origin)}  ${HEADINGS.library}`;
  return [
    paint(scene.title, "title"),
    paint(heading, "dim"),
    ...scene.rows.flatMap((row, index) => {
      const startsOver = row.at + SECOND_MS < (scene.rows[index - 1]?.at ?? row.at);
      return startsOver ? ["", line(row)] : [line(row)];
    }),
    ...(scene.notes.length === 0 ? [] : [""]),
    ...scene.notes.map((note) => `  ${note}`.trimEnd()),
    "",
  ].join("\n");
}

/** The closing table: every entry point and layer, both schemes. */
export function renderTable(figures: TableFigures, paint: Paint): string {
  const name = widest(figures.cells.map((cell) => cell.name));
  const columns = LAYERS.map((layer) => `layer ${layer}`.padEnd(8)).join("");
  const rows = figures.cells
    .filter(({ layer, scheme }) => layer === 1 && scheme === "origin")
    .map(({ entryPoint, name: text }) => {
      const cells = SCHEMES.map((scheme) =>
        LAYERS.map((layer) => {
          const cell = figures.cells.find(
            (one) => one.entryPoint === entryPoint && one.layer === layer && one.scheme === scheme,
          );
          return cell === undefined ? " ".repeat(8) : renderCell(cell, paint);
        }).join(""),
      );
      return `${entryPoint} ${text.padEnd(name)}  ${cells.join("  ")}`;
    });
  const indent = " ".repeat(name + 4);
  return [
    paint(`${indent}${HEADINGS.origin.padEnd(26)}${HEADINGS.library}`, "title"),
    paint(`${indent}${columns}  ${columns}`, "dim"),
    ...rows,
    "",
  ].join("\n");
}

function renderCell({ stale, calcomsOwn }: TableCell, paint: Paint): string {
  if (stale) return paint("STALE".padEnd(8), "bad");
  return paint((calcomsOwn ? "fresh*" : "fresh").padEnd(8), "good");
}

const widest = (texts: readonly string[]): number =>
  Math.max(0, ...texts.map(({ length }) => length));

function wallClock(at: number): string {
  const time = new Date(at).toLocaleTimeString("en-GB", { timeZone: ZONE });
  return `${time}.${String(at % SECOND_MS).padStart(3, "0")}`;
}
