const PLACE = /\{\{\{?([\w.]+)\}?\}\}/g;

function at(value: unknown, path: string): string {
  let found: unknown = value;
  for (const key of path.split(".")) {
    if (typeof found !== "object" || found === null) return "";
    found = Object.entries(found).find(([name]) => name === key)?.[1];
  }
  if (found === undefined || found === null) return "";
  return typeof found === "object" ? "[object Object]" : String(found);
}

/** Fills a subscriber's template: it replaces the whole body, and may drop any of it. */
export function fillTemplate(template: string, body: string): string {
  const { payload, ...rest }: { payload: object } = JSON.parse(body);
  const fields = { ...payload, ...rest };
  return template.replaceAll(PLACE, (_, path: string) => at(fields, path));
}
