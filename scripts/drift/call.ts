import * as z from "zod/mini";
import { API_VERSIONS, type ApiVersions } from "../../src/api/api-versions.ts";
import { compareAnswer, compareInput, type Difference } from "./compare.ts";
import {
  type Field,
  type JsonSchema,
  NOTHING,
  objectOf,
  type Shape,
  shapeOf,
  unionOf,
} from "./shape.ts";

/** One call that the client makes, by the schemas it makes it with. */
export interface ApiCall {
  /** As the application knows it, such as `bookings.create`. */
  readonly name: string;
  readonly method: "DELETE" | "GET" | "PATCH" | "POST";
  /** The file's path; what its parameters are called does not count. */
  readonly path: string;
  /** Whose `cal-api-version` is sent; none where the path needs none. */
  readonly versioned?: keyof ApiVersions;
  readonly query?: Schemas;
  /** Query parameters that the client adds by itself. */
  readonly added?: readonly string[];
  /** Fields of our input that are not sent under their own names. */
  readonly kept?: readonly string[];
  readonly body?: Schemas;
  readonly answer?: Schemas;
  /** The file describes what is in `data`, and not the answer around it. */
  readonly bare?: true;
}

/** One schema, or several of which one fits. */
type Schemas = z.ZodMiniType | readonly z.ZodMiniType[];

/** Everything in which the file differs from how this call is made and read. */
export function compareCall(call: ApiCall, file: JsonSchema): Difference[] {
  const paths = Object.entries(objectOf(file.paths));
  const found = paths.find(([path]) => plain(path) === plain(call.path));
  if (found === undefined) {
    return [{ kind: "path-gone", at: "", text: "the file does not have the path" }];
  }
  const operation = objectOf(found[1])[call.method.toLowerCase()];
  if (operation === undefined) {
    return [{ kind: "method-gone", at: "", text: "the file has the path without the method" }];
  }
  const about = { call, file, operation: objectOf(operation) };
  return [...versionOf(about), ...queryOf(about), ...bodyOf(about), ...answerOf(about)];
}

interface About {
  readonly call: ApiCall;
  readonly file: JsonSchema;
  readonly operation: JsonSchema;
}

const plain = (path: string) => path.replaceAll(/\{\w+\}/g, "{}");

function parametersIn({ operation }: About, place: string): readonly JsonSchema[] {
  const list = Array.isArray(operation.parameters) ? operation.parameters : [];
  return list.map(objectOf).filter((parameter) => parameter.in === place);
}

function versionOf(about: About): Difference[] {
  const { versioned } = about.call;
  const header = parametersIn(about, "header").find(({ name }) => name === "cal-api-version");
  const version = objectOf(header?.schema).default;
  // What is sent beyond what the file knows does no harm; what it insists on and is not sent does.
  if (header === undefined || (versioned === undefined && header.required !== true)) return [];
  const sent = versioned === undefined ? [] : versionsOf(versioned);
  if (version === undefined ? sent.length > 0 : sent.includes(String(version))) return [];
  const text = `the file describes ${version ?? "some version"}, we send ${sent.join(" or ") || "none"}`;
  return [{ kind: "version", at: "", text }];
}

function versionsOf(resource: keyof ApiVersions): readonly string[] {
  return [API_VERSIONS.hosted[resource], API_VERSIONS.selfHosted[resource]];
}

function queryOf(about: About): Difference[] {
  const { call, file } = about;
  const parameters = parametersIn(about, "query").map(
    ({ name, required, schema }) =>
      [
        String(name),
        parameter(required === true, inText(shapeOf(objectOf(schema), file))),
      ] as const,
  );
  const own = call.query === undefined ? NOTHING : ours(call.query, "input");
  const fields = new Map(
    [...own.fields].map(([name, { required, shape }]) => [
      name,
      parameter(required, inText(shape)),
    ]),
  );
  for (const name of call.kept ?? []) fields.delete(name);
  for (const name of call.added ?? []) fields.set(name, parameter(true, inText(NOTHING)));
  const sent: Shape = { ...own, fields };
  return compareInput(sent, { ...NOTHING, fields: new Map(parameters) }, "query ");
}

const parameter = (required: boolean, shape: Shape): Field => ({
  required,
  requiredSomewhere: required,
  partial: false,
  shape,
});

// In a URL a list is a text with commas, and a number is a text as well.
function inText(shape: Shape): Shape {
  return { ...NOTHING, types: new Set(), values: shape.values ?? shape.items?.values };
}

function bodyOf(about: About): Difference[] {
  const { call, file, operation } = about;
  const schema = jsonIn(operation.requestBody);
  if (schema === undefined) {
    if (call.body === undefined) return [];
    return [{ kind: "input-unknown", at: "body", text: "we send one, the file does not know any" }];
  }
  const sent = call.body === undefined ? NOTHING : ours(call.body, "input");
  return compareInput(sent, shapeOf(schema, file));
}

function answerOf({ call, file, operation }: About): Difference[] {
  if (call.answer === undefined) return [];
  const success = Object.entries(objectOf(operation.responses)).find(([code]) => /^2/.test(code));
  const schema = jsonIn(success?.[1]);
  const read = ours(call.answer, "output");
  if (schema === undefined) {
    return [{ kind: "answer-missing", at: "answer", text: "the file does not describe any" }];
  }
  if (!call.bare) return compareAnswer(read, shapeOf(schema, file));
  const data = read.fields.get("data");
  return data === undefined ? [] : compareAnswer(data.shape, shapeOf(schema, file), "answer data");
}

function jsonIn(part: unknown): JsonSchema | undefined {
  const json = objectOf(objectOf(part).content)["application/json"];
  return json === undefined ? undefined : objectOf(objectOf(json).schema);
}

function ours(schemas: Schemas, io: "input" | "output"): Shape {
  const list = "length" in schemas ? schemas : [schemas];
  return unionOf(
    list.map((schema) => {
      const json = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonSchema;
      return shapeOf(json, json);
    }),
  );
}
