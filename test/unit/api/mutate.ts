import fc from "fast-check";

/** Two texts that must never be seen in what an error prints. */
export const SECRETS = ["cal_live_0123456789abcdef", "ann.o+x@mail.example.test"] as const;

/** One thing done to a body: what, and where among all its places. */
export interface Mutation {
  readonly kind: "drop" | "replace" | "swap" | "insert" | "suffix" | "nest";
  readonly where: number;
  readonly what: number;
}

/** What a text of JSON goes through after its value was changed. */
export type Wrapping = "none" | "cut" | "deep" | "page" | "noise" | "empty";

export const mutations = fc.array(
  fc.record<Mutation>({
    kind: fc.constantFrom("drop", "replace", "swap", "insert", "suffix", "nest"),
    where: fc.nat(9_999),
    what: fc.nat(9_999),
  }),
  { maxLength: 5 },
);

export const wrapping = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Wrapping>("none") },
  { weight: 1, arbitrary: fc.constantFrom<Wrapping>("cut", "deep", "page", "noise", "empty") },
);

const REPLACEMENTS: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1e308, 2 ** 53, "", "x", "2026-13-45T99:99:99Z", "NaN", [], {}],
  ...["y".repeat(200_000), "../../x", "\u0000\u202e\ud800", [[[[[]]]]], { data: null }],
  ...[SECRETS[0], SECRETS[1], SECRETS.join(" "), { message: SECRETS.join(" ") }],
];

const NAMES = [
  ...["__proto__", "constructor", "prototype", "toString", "toJSON", "then", "length", "data"],
  ...["status", "error", "message", "uid", "pagination", "details", "errors", ...SECRETS],
];

const INSERTED: readonly unknown[] = [
  { polluted: true },
  { prototype: { polluted: true } },
  { __proto__: null, polluted: true, message: SECRETS.join(" ") },
  [{ constraints: { x: SECRETS.join(" ") }, value: SECRETS[0] }],
  ...REPLACEMENTS,
];

interface Place {
  readonly parent: object;
  readonly name: string;
}

/** The text of a body that these mutations have gone over. */
export function mutated(body: unknown, list: readonly Mutation[], wrapped: Wrapping): string {
  const root = { body: structuredClone(body) };
  for (const mutation of list) mutate(placesIn(root), mutation);
  const text = JSON.stringify(root.body) ?? "";
  if (wrapped === "cut") return text.slice(0, text.length / 2);
  if (wrapped === "deep") return `${'{"data":['.repeat(20_000)}${text}${"]}".repeat(20_000)}`;
  if (wrapped === "page") return `<!doctype html><p>${SECRETS.join(" ")}</p>${text}`;
  return wrapped === "noise" ? `${text}${SECRETS.join(" ")}` : wrapped === "empty" ? "" : text;
}

function placesIn(root: object): readonly Place[] {
  const places: Place[] = [];
  for (const open: object[] = [root]; open.length > 0 && places.length < 2_000; ) {
    const parent = open.shift() as object;
    for (const [name, value] of Object.entries(parent)) {
      places.push({ parent, name });
      if (typeof value === "object" && value !== null) open.push(value);
    }
  }
  return places;
}

function mutate(places: readonly Place[], { kind, where, what }: Mutation): void {
  const place = places[where % places.length];
  if (place === undefined) return;
  const { parent, name } = place;
  const value: unknown = Reflect.get(parent, name);
  if (kind === "drop") Reflect.deleteProperty(parent, name);
  if (kind === "replace") put(parent, name, REPLACEMENTS[what % REPLACEMENTS.length]);
  if (kind === "nest") put(parent, name, what % 2 === 0 ? [value] : { data: value, error: value });
  if (kind === "suffix" && typeof value === "string") {
    put(parent, name, `${value} ${SECRETS[what % SECRETS.length]}`);
  }
  if (kind === "insert" && typeof value === "object" && value !== null) {
    put(value, NAMES[what % NAMES.length] ?? "x", INSERTED[(what * 7) % INSERTED.length]);
  }
  const other = places[what % places.length];
  if (kind === "swap" && other !== undefined) {
    const theirs = structuredClone(Reflect.get(other.parent, other.name));
    put(other.parent, other.name, structuredClone(value));
    put(parent, name, theirs);
  }
}

// As a field of its own, which is what JSON.parse makes of "__proto__".
function put(parent: object, name: string, value: unknown): void {
  const copy = structuredClone(value);
  const field = { value: copy, writable: true, enumerable: true, configurable: true };
  if (!(Array.isArray(parent) && name === "length")) Object.defineProperty(parent, name, field);
}
