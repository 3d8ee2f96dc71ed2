import type { TagState } from "../contract.ts";
import { stateUnder, unmarked } from "../tag-record.ts";

/**
 * What a reader sees of a record's text. A record is there only as long as none of its marks has
 * ended (decision 0010), so its text is all there is to know.
 */
export function stateOfText(text: string | null | undefined): TagState | undefined {
  if (text === null || text === undefined) return undefined;
  if (!text.startsWith("{")) return unmarked(text);
  const record = recordOf(text);
  if (typeof record?.v !== "string" || !Array.isArray(record.m)) return undefined;
  const marks = record.m.map((mark: unknown) =>
    Array.isArray(mark) ? { id: mark[0], kind: mark[1] } : { id: undefined, kind: undefined },
  );
  return stateUnder(record.v, marks);
}

function recordOf(text: string): { readonly v?: unknown; readonly m?: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // Nobody can tell what was marked there: the version is not believed.
    return undefined;
  }
}
