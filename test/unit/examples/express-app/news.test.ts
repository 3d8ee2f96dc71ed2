import { expect, it } from "vitest";
import { news } from "../../../../examples/express-app/client/news.ts";
import { textsIn } from "../../../../examples/shared/texts.ts";

const [EIGHT, NINE, TEN] = ["08", "09", "10"].map((hour) => `2026-12-07T${hour}:00:00Z`);
const about = {
  viewer: { language: "en", officeZone: "UTC", visitorZone: "UTC" },
  texts: textsIn("en"),
} as const;
const on = (day: string, ...starts: (string | undefined)[]) => ({
  day,
  starts: starts.filter((start) => start !== undefined),
});
const said = (before: ReturnType<typeof on>, now: ReturnType<typeof on>, known: string[] = []) =>
  news(before, now, new Set(known.map(Date.parse)), about);

it("tells what is taken and what is free again", () => {
  expect(said(on("a", EIGHT, NINE), on("a", NINE, TEN))).toBe(
    "Just taken: 08:00. Free again: 10:00.",
  );
});

it("tells nothing of another day, of the same times, or of the first", () => {
  expect(said(on("a", EIGHT), on("b", NINE))).toBeUndefined();
  expect(said(on("a", EIGHT), on("a", EIGHT))).toBeUndefined();
  expect(news(undefined, on("a", EIGHT), new Set(), about)).toBeUndefined();
});

it("leaves out what somebody hears of elsewhere", () => {
  expect(said(on("a", EIGHT, NINE), on("a"), ["2026-12-07T09:00:00+01:00"])).toBe(
    "Just taken: 09:00.",
  );
});
