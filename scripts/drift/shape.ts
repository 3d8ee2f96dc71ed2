/** What JSON tells apart. */
export type JsonType = "array" | "boolean" | "null" | "number" | "object" | "string";

/** As much of a schema as two descriptions of the same thing can be held against each other by. */
export interface Shape {
  /** Empty where the schema says nothing. */
  readonly types: ReadonlySet<JsonType>;
  readonly fields: ReadonlyMap<string, Field>;
  /** The items of an array. */
  readonly items: Shape | undefined;
  /** The values of an object whose keys are data. */
  readonly entries: Shape | undefined;
  /** The texts allowed, where they are enumerated. */
  readonly values: ReadonlySet<string> | undefined;
  /** Whether fields not named are refused. */
  readonly closed: boolean;
}

export interface Field {
  readonly required: boolean;
  /** Whether one of several alternatives requires it, though others do not. */
  readonly requiredSomewhere: boolean;
  /** Whether there is an alternative that lacks it. */
  readonly partial: boolean;
  readonly shape: Shape;
}

/** A JSON schema, of OpenAPI 3.0 or of draft 2020-12: the same words for all that counts here. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export const ANYTHING: Shape = {
  types: new Set(),
  fields: new Map(),
  items: undefined,
  entries: undefined,
  values: undefined,
  closed: false,
};

/** An object that takes nothing. */
export const NOTHING: Shape = { ...ANYTHING, types: new Set(["object"]), closed: true };

// Schemas may contain themselves; no body that this library reads is nested as deep.
const DEEPEST = 10;

/** @param document what `$ref` points into */
export function shapeOf(schema: JsonSchema, document: JsonSchema, depth = 0): Shape {
  if (depth > DEEPEST) return ANYTHING;
  const inner = (value: unknown) => shapeOf(objectOf(value), document, depth + 1);
  if (typeof schema.$ref === "string") return inner(pointed(document, schema.$ref));
  const alternatives = [schema.oneOf, schema.anyOf].find(Array.isArray);
  const parts = [
    ownShape(schema, inner),
    ...(alternatives === undefined ? [] : [unionOf(alternatives.map(inner))]),
    ...listOf(schema.allOf).map(inner),
  ];
  const whole = parts.reduce(both);
  if (saysNothing(whole)) return ANYTHING;
  return schema.nullable === true && whole.types.size > 0
    ? { ...whole, types: new Set([...whole.types, "null"]) }
    : whole;
}

// Where the file's generator could not tell what something is, it writes `object` and no more: of
// a number that may be null, for instance.
function saysNothing({ closed, entries, fields, types }: Shape): boolean {
  const isObject = types.size === 1 && types.has("object");
  return isObject && !closed && fields.size === 0 && entries === undefined;
}

function ownShape(schema: JsonSchema, inner: (value: unknown) => Shape): Shape {
  const named = listOf(schema.type ?? []).map(String);
  const constants = schema.const === undefined ? schema.enum : [schema.const];
  const texts = listOf(constants).filter((value) => typeof value === "string");
  const required = new Set(listOf(schema.required));
  const extra = schema.additionalProperties;
  return {
    types: new Set(named.map((type) => (type === "integer" ? "number" : (type as JsonType)))),
    fields: new Map(
      Object.entries(objectOf(schema.properties)).map(([name, value]) => [
        name,
        {
          required: required.has(name),
          requiredSomewhere: required.has(name),
          partial: false,
          shape: inner(value),
        },
      ]),
    ),
    items: schema.items === undefined ? undefined : inner(schema.items),
    entries: Object.keys(objectOf(extra)).length === 0 ? undefined : inner(extra),
    values: texts.length === 0 ? undefined : new Set(texts),
    closed: extra === false,
  };
}

/** What each of several may be: only what all of them say is sure. */
export function unionOf(shapes: readonly Shape[]): Shape {
  const says = shapes.every(({ types }) => types.size > 0);
  const objects = shapes.filter(({ types }) => types.has("object"));
  const texts = shapes.filter(({ types }) => types.has("string"));
  const values = texts.map(({ values }) => values);
  const names = new Set(objects.flatMap(({ fields }) => [...fields.keys()]));
  const field = (name: string): Field => {
    const found = objects.map(({ fields }) => fields.get(name));
    const known = found.filter((one) => one !== undefined);
    return {
      required: found.every((one) => one?.required === true),
      requiredSomewhere: known.some((one) => one.requiredSomewhere),
      partial: known.length < found.length || known.some((one) => one.partial),
      shape: unionOf(known.map(({ shape }) => shape)),
    };
  };
  return {
    types: new Set(says ? shapes.flatMap(({ types }) => [...types]) : []),
    fields: new Map([...names].map((name) => [name, field(name)])),
    items: unionIfAny(shapes.map(({ items }) => items)),
    entries: unionIfAny(shapes.map(({ entries }) => entries)),
    values: values.includes(undefined) ? undefined : unionOfSets(values),
    closed: objects.length > 0 && objects.every(({ closed }) => closed),
  };
}

function unionIfAny(shapes: readonly (Shape | undefined)[]): Shape | undefined {
  const known = shapes.filter((shape) => shape !== undefined);
  return known.length === 0 ? undefined : unionOf(known);
}

function unionOfSets(
  sets: readonly (ReadonlySet<string> | undefined)[],
): ReadonlySet<string> | undefined {
  return sets.length === 0 ? undefined : new Set(sets.flatMap((set) => [...(set ?? [])]));
}

/** What two parts of one schema say together. */
function both(a: Shape, b: Shape): Shape {
  const fields = new Map(a.fields);
  for (const [name, field] of b.fields) {
    const other = fields.get(name) ?? field;
    fields.set(name, {
      required: field.required || other.required,
      requiredSomewhere: field.requiredSomewhere || other.requiredSomewhere,
      partial: field.partial && other.partial,
      shape: other === field ? field.shape : both(other.shape, field.shape),
    });
  }
  const shared = new Set([...a.types].filter((type) => b.types.has(type)));
  return {
    types: a.types.size === 0 ? b.types : b.types.size === 0 ? a.types : shared,
    fields,
    items: a.items ?? b.items,
    entries: a.entries ?? b.entries,
    values: a.values ?? b.values,
    closed: a.closed || b.closed,
  };
}

function pointed(document: JsonSchema, reference: string): unknown {
  const path = reference.replace(/^#\/?/, "").split("/").filter(Boolean);
  const decoded = path.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return decoded.reduce<unknown>((value, part) => objectOf(value)[part], document);
}

export function objectOf(value: unknown): JsonSchema {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonSchema) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
