import type { TagRecord } from "../../../src/stores/tag-record.ts";
import type { Step } from "./cast.ts";

/** What a store may lose: the record of one tag, or all of them. */
export function losses(records: Map<string, TagRecord>, happened: () => void): Step[] {
  const lose = (label: string, keys: () => Iterable<string>): Step => ({
    label,
    process: undefined,
    run: () => {
      happened();
      for (const key of keys()) records.delete(key);
    },
  });
  return [
    lose("one record is lost", () => ["event-type:1"]),
    lose("all records are lost", () => [...records.keys()]),
  ];
}
