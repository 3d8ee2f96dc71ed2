import { describe, expect, it } from "vitest";
import { ROWS, runMatrix } from "./matrix/run-matrix.ts";

// As narrow as changes get. `npm run check:coherence` runs the other ways as well.
const NARROW = { profile: "selfHosted", pools: "known", memory: "written" } as const;

describe("a change orphans whatever it alters, of every kind of event type", () => {
  it.each(ROWS.map((row) => [row.name, row] as const))("%s", async (_name, row) => {
    const { misjudged, missed } = await runMatrix({ rows: [row], variants: [NARROW] });
    expect({ misjudged, missed }).toEqual({ misjudged: [], missed: [] });
  });
});
