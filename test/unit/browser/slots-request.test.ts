import { expect, it } from "vitest";
import { openPage } from "../../helpers/slots-page.ts";

it.each<[string, unknown]>([
  ["a list", []],
  ["a number", 5],
  ["nothing", null],
  ["days of bare hours", { "2026-12-07": ["10:00", null] }],
  ["times under another name", { "2026-12-07": [{ time: "2026-12-07T10:00:00Z" }] }],
  ["a start that is none", { "2026-12-07": [{ start: "soon", end: "later" }] }],
])("offers nothing, and does not storm, where the slots are %s", async (_name, slots) => {
  const { after, site, watched } = openPage();
  site.refusal = () => Response.json({ slots });
  expect(await after(3_000)).toBeUndefined();
  expect(watched.state.error).toEqual({ code: "refused", status: 200 });
  expect(site.requestsOf("/slots").length).toBeLessThan(5);
});
