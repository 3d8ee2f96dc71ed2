import { beforeAll, describe, expect, it } from "vitest";
import { type Played, playAll } from "../../../examples/incident-replay/replay.ts";
import { painter, renderScene, renderTable } from "../../../examples/incident-replay/report.ts";

describe("the incident replay", () => {
  let played: Played;
  beforeAll(async () => {
    played = await playAll();
  }, 30_000);

  it("finds the origin's scheme stale in 19 of 21 cells, and the library in none", () => {
    const { of, stale, contradicted } = played.table.figures;
    expect({ of, stale, contradicted }).toEqual({
      of: 21,
      stale: { origin: 19, library: 0 },
      contradicted: { origin: 19, library: 0 },
    });
  });

  it("judges no layer that was not warm", () => {
    expect(played.table.figures.cells.filter(({ warm }) => !warm)).toEqual([]);
  });

  it("finds fresh what a create through the origin's service clears", () => {
    const fresh = played.table.figures.cells.filter(
      ({ scheme, stale }) => scheme === "origin" && !stale,
    );
    expect(fresh.map(({ entryPoint, layer }) => ({ entryPoint, layer }))).toEqual([
      { entryPoint: 1, layer: 1 },
      { entryPoint: 7, layer: 1 },
    ]);
  });

  it("hears no stale answer from the library in any scene", () => {
    expect(played.totals.library.stale).toBe(0);
    expect(played.totals.origin.stale).toBeGreaterThan(100);
  });

  it("stays within what the origin's times to live allow", () => {
    const { layersFilledOneAfterAnother, originLongestByItsTtlsS, usual } = played.incident.figures;
    const longest = layersFilledOneAfterAnother.origin.lastOfferedAfterS ?? 0;
    expect(longest).toBeGreaterThan(usual.origin.lastOfferedAfterS ?? 0);
    expect(longest).toBeLessThanOrEqual(originLongestByItsTtlsS);
    expect(played.incident.figures.twoHoursLater).toMatchObject({
      originOffers: false,
      libraryOffers: false,
    });
  });

  it("stops the library's offer at once where it hears, within its time to live where not", () => {
    const { usual, webhooksLost } = played.incident.figures;
    expect(usual.library.lastOfferedAfterS).toBeNull();
    expect(webhooksLost.library.lastOfferedAfterS).toBeLessThanOrEqual(300);
  });

  it("tells the second caller what is left in the same breath, and the origin's nothing", () => {
    const { origin, library } = played.twoCallers.figures;
    expect(library).toMatchObject({
      ...{ firstBooked: true, offeredToTheSecond: false, offeredAfterTheRefusal: false },
      heardInTheSameBreath: ["12:30", "13:30", "12:00"],
      differsFromCalcom: false,
      refusal: { code: "slot_taken" },
    });
    expect(origin).toMatchObject({
      ...{ firstBooked: true, offeredToTheSecond: true, offeredAfterTheRefusal: true },
      heardInTheSameBreath: null,
    });
    const [row, ...others] = played.twoCallers.rows.filter(({ library: { text } }) =>
      text.includes("12:30, 13:30, 12:00"),
    );
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      origin: { text: "nothing more" },
      library: { text: "12:30, 13:30, 12:00, asked Cal.com", tone: "good" },
    });
    const refused = played.twoCallers.rows.find(({ event }) => event.includes("anyway"));
    expect(row?.at).toBe(refused?.at);
  });

  it("prints every entry point once, without escape codes unless colour is wanted", () => {
    const text = renderTable(played.table.figures, painter(false));
    expect(text.match(/STALE/g)).toHaveLength(19);
    expect(text.match(/^\d .*$/gm)).toHaveLength(7);
    expect(text).not.toContain("\u001b[");
    expect(renderTable(played.table.figures, painter(true))).toContain("\u001b[31mSTALE");
  });

  it("prints a timeline whose columns line up", () => {
    const lines = renderScene(played.twoCallers, painter(false)).split("\n");
    const column = lines[1]?.indexOf("calcom-coherent") ?? -1;
    const rows = lines.filter((line) => /^\d\d:\d\d:\d\d\.\d\d\d/.test(line));
    expect(rows).toHaveLength(played.twoCallers.rows.length);
    expect(rows.every((line) => line.slice(column - 2, column) === "  ")).toBe(true);
  });
});
