import type { Shape } from "./shape.ts";

/** In what way two descriptions can differ. */
export type DifferenceKind =
  | "answer-missing"
  | "answer-null"
  | "answer-optional"
  | "answer-type"
  | "enum"
  | "input-not-offered"
  | "input-not-required"
  | "input-partly-known"
  | "input-type"
  | "input-unknown"
  | "method-gone"
  | "path-gone"
  | "version";

/** One point in which the file and this library differ. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** Where: `answer data.hosts[].id`, `body start`, `query take`; empty for the call itself. */
  readonly at: string;
  readonly text: string;
}

const join = (at: string, name: string) => (/ $/.test(at) ? `${at}${name}` : `${at}.${name}`);
const listed = (values: Iterable<string>) => [...values].sort().join(", ");
const without = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  [...a].filter((value) => !b.has(value));

/** What the file says may come, held against what this library reads. */
export function compareAnswer(ours: Shape, file: Shape, at = "answer "): Difference[] {
  const found: Difference[] = [];
  if (ours.types.size > 0 && file.types.size > 0) {
    const more = without(file.types, ours.types);
    const types = more.filter((type) => type !== "null");
    if (types.length > 0) {
      const text = `the file says ${listed(file.types)}, we read ${listed(ours.types)}`;
      found.push({ kind: "answer-type", at, text });
      if (types.length === file.types.size) return found;
    }
    if (more.includes("null")) {
      found.push({ kind: "answer-null", at, text: "the file says it may be null, we do not" });
    }
  }
  found.push(...compareRefusedValues(ours, file, at));
  for (const [name, field] of ours.fields) {
    const path = join(at, name);
    const known = file.fields.get(name);
    if (known === undefined) {
      // Whoever names no field at all does not say that this one is not there.
      if (!field.required && file.fields.size === 0) continue;
      const how = field.required ? "we require it" : "we read it where it is";
      found.push({ kind: "answer-missing", at: path, text: `${how}, the file does not have it` });
      continue;
    }
    if (field.required && !known.required) {
      found.push({ kind: "answer-optional", at: path, text: "we require it, the file does not" });
    }
    found.push(...compareAnswer(field.shape, known.shape, path));
  }
  if (ours.items && file.items) found.push(...compareAnswer(ours.items, file.items, `${at}[]`));
  if (ours.entries && file.entries) {
    found.push(...compareAnswer(ours.entries, file.entries, join(at, "*")));
  }
  return found;
}

/** What this library takes and sends, held against what the file says is taken. */
export function compareInput(ours: Shape, file: Shape, at = "body "): Difference[] {
  const found: Difference[] = [];
  if (ours.types.size > 0 && file.types.size > 0) {
    if (without(ours.types, file.types).length > 0) {
      const text = `we take ${listed(ours.types)}, the file says ${listed(file.types)}`;
      found.push({ kind: "input-type", at, text });
    }
  }
  found.push(...compareRefusedValues(ours, file, at), ...compareUnknownValues(ours, file, at));
  for (const [name, field] of ours.fields) {
    const path = join(at, name);
    const known = file.fields.get(name);
    if (known === undefined) {
      found.push({
        kind: "input-unknown",
        at: path,
        text: "we send it, the file does not know it",
      });
      continue;
    }
    if (known.required && !field.required) {
      found.push({ kind: "input-not-required", at: path, text: "the file requires it, we do not" });
    }
    if (known.partial && !field.partial) {
      const text = "we send it, some alternatives of the file do not know it";
      found.push({ kind: "input-partly-known", at: path, text });
    }
    found.push(...compareInput(field.shape, known.shape, path));
  }
  for (const [name, { requiredSomewhere }] of file.fields) {
    if (ours.fields.has(name)) continue;
    const path = join(at, name);
    if (requiredSomewhere) {
      found.push({ kind: "input-not-required", at: path, text: "the file requires it, we do not" });
    } else if (ours.closed) {
      found.push({ kind: "input-not-offered", at: path, text: "the file takes it, we refuse it" });
    }
  }
  if (ours.items && file.items) found.push(...compareInput(ours.items, file.items, `${at}[]`));
  return found;
}

function compareRefusedValues(ours: Shape, file: Shape, at: string): Difference[] {
  if (ours.values === undefined || file.values === undefined) return [];
  const more = without(file.values, ours.values);
  if (more.length === 0) return [];
  return [{ kind: "enum", at, text: `the file has ${listed(more)}, which we refuse` }];
}

function compareUnknownValues(ours: Shape, file: Shape, at: string): Difference[] {
  if (ours.values === undefined || file.values === undefined) return [];
  const more = without(ours.values, file.values);
  if (more.length === 0) return [];
  return [{ kind: "enum", at, text: `we take ${listed(more)}, which the file does not have` }];
}
