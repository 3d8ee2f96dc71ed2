import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { type ApiCall, compareCall } from "../../../scripts/drift/call.ts";
import type { JsonSchema } from "../../../scripts/drift/shape.ts";

const ROOM: JsonSchema = {
  type: "object",
  properties: {
    id: { type: "integer" },
    size: { type: "string", enum: ["large", "small"] },
    owner: { $ref: "#/components/schemas/Owner" },
    tags: { type: "array", items: { type: "string" } },
  },
  required: ["id", "size", "owner"],
};

function fileWith(room: JsonSchema, operation: JsonSchema = {}): JsonSchema {
  const data = { type: "object", properties: { data: room }, required: ["data"] };
  const responses = { 200: { content: { "application/json": { schema: data } } } };
  return {
    paths: { "/rooms/{roomId}": { get: { responses, ...operation } } },
    components: {
      schemas: {
        Owner: {
          type: "object",
          properties: { email: { type: "string" }, room: { $ref: "#/components/schemas/Room" } },
          required: ["email"],
        },
        Room: { oneOf: [{ $ref: "#/components/schemas/Owner" }] },
      },
    },
  };
}

const room = z.looseObject({
  id: z.number(),
  size: z.enum(["large", "small"]),
  owner: z.looseObject({ email: z.string() }),
  tags: z.optional(z.array(z.string())),
});

const call: ApiCall = {
  name: "rooms.get",
  method: "GET",
  path: "/rooms/{id}",
  answer: z.looseObject({ data: room }),
};

const differences = (file: JsonSchema, about: Partial<ApiCall> = {}) =>
  compareCall({ ...call, ...about }, file).map(({ kind, at }) => [kind, at].join(" ").trim());

const properties = (changes: JsonSchema): JsonSchema => ({
  ...ROOM,
  properties: { ...(ROOM.properties as JsonSchema), ...changes },
});

function without(name: string): JsonSchema {
  const entries = Object.entries(ROOM.properties as JsonSchema);
  return Object.fromEntries(entries.filter(([key]) => key !== name));
}

describe("an answer", () => {
  it("that is described as it is read differs in nothing", () => {
    expect(differences(fileWith(ROOM))).toEqual([]);
  });

  it("may say more than is read", () => {
    expect(differences(fileWith(properties({ floor: { type: "number" } })))).toEqual([]);
  });

  it.each([
    [
      "has a field no more",
      { ...ROOM, properties: without("id") },
      "answer-missing answer data.id",
    ],
    [
      "may lack a field",
      { ...ROOM, required: ["id", "size"] },
      "answer-optional answer data.owner",
    ],
    [
      "has another type of field",
      properties({ id: { type: "string" } }),
      "answer-type answer data.id",
    ],
    [
      "may be null",
      properties({ id: { type: "number", nullable: true } }),
      "answer-null answer data.id",
    ],
    [
      "has other items",
      properties({ tags: { type: "array", items: { type: "number" } } }),
      "answer-type answer data.tags[]",
    ],
    [
      "knows one value more",
      properties({ size: { type: "string", enum: ["large", "small", "vast"] } }),
      "enum answer data.size",
    ],
    [
      "has one more form",
      { oneOf: [ROOM, { type: "array", items: ROOM }] },
      "answer-type answer data",
    ],
    [
      "lacks a field in one of its forms",
      { oneOf: [ROOM, { ...ROOM, required: ["id", "size"] }] },
      "answer-optional answer data.owner",
    ],
  ])("that %s is told", (_what, schema, expected) => {
    expect(differences(fileWith(schema))).toEqual([expected]);
  });

  it("that is an object and no more says nothing", () => {
    const opaque = properties({ id: { type: "object", example: 5, nullable: true } });
    expect(differences(fileWith(opaque))).toEqual([]);
  });

  it("that names no field at all does not lack those that are read where they are", () => {
    const answer = z.looseObject({
      data: z.looseObject({ rest: z.looseObject({ a: z.optional(z.string()), b: z.string() }) }),
    });
    const file = fileWith({ type: "object", properties: { rest: {} }, required: ["rest"] });
    expect(differences(file, { answer })).toEqual(["answer-missing answer data.rest.b"]);
  });

  it("with a field that contains itself is compared as deep as it is read", () => {
    const answer = z.looseObject({ data: z.looseObject({ room: z.looseObject({}) }) });
    const file = fileWith({ $ref: "#/components/schemas/Owner" });
    expect(differences(file, { answer })).toEqual(["answer-optional answer data.room"]);
  });

  it("without an envelope in the file is held against what is in ours", () => {
    const bare = { content: { "application/json": { schema: properties({ id: {} }) } } };
    const file = fileWith({}, { responses: { 201: bare } });
    expect(differences(file, { bare: true })).toEqual([]);
    expect(differences(file)).toEqual(["answer-missing answer data"]);
  });
});

describe("a call", () => {
  it.each([
    ["whose path is gone", { path: "/houses/{id}" }, "path-gone"],
    ["whose method is gone", { method: "DELETE" as const }, "method-gone"],
  ])("%s is told", (_what, about, expected) => {
    expect(differences(fileWith(ROOM), about)).toEqual([expected]);
  });

  it("is told when the file describes a version that is not sent", () => {
    const versioned = (version: string | undefined) => {
      const schema = { type: "string", default: version };
      const parameters = [{ name: "cal-api-version", in: "header", required: true, schema }];
      return fileWith(ROOM, { parameters });
    };
    expect(differences(versioned("2024-09-04"), { versioned: "slots" })).toEqual([]);
    expect(differences(versioned("2027-01-01"), { versioned: "slots" })).toEqual(["version"]);
    expect(differences(versioned("2024-09-04"))).toEqual(["version"]);
    expect(differences(versioned(undefined))).toEqual(["version"]);
    expect(differences(versioned(undefined), { versioned: "slots" })).toEqual([]);
    expect(differences(fileWith(ROOM), { versioned: "slots" })).toEqual([]);
  });
});

describe("a query", () => {
  const parameter = (name: string, schema: JsonSchema = { type: "string" }, required = false) => ({
    name,
    in: "query",
    required,
    schema,
  });
  const status = { type: "array", items: { type: "string", enum: ["past", "upcoming"] } };
  const query = z.strictObject({
    status: z.optional(z.array(z.enum(["past", "upcoming"]))),
    ids: z.optional(z.array(z.number())),
  });
  const told = (parameters: readonly unknown[], about: Partial<ApiCall> = {}) =>
    differences(fileWith(ROOM, { parameters }), { query, ...about });

  it("differs in nothing where lists and numbers are written as text", () => {
    expect(told([parameter("status", status), parameter("ids")])).toEqual([]);
  });

  it("tells parameters that one side does not have", () => {
    const parameters = [parameter("status", status), parameter("owner")];
    expect(told(parameters)).toEqual(["input-unknown query ids", "input-not-offered query owner"]);
  });

  it("tells a required parameter that is not always sent", () => {
    const parameters = [parameter("status", status), parameter("ids", {}, true)];
    expect(told(parameters)).toEqual(["input-not-required query ids"]);
  });

  it("tells values that one side does not have", () => {
    const other = { type: "string", enum: ["past", "cancelled"] };
    expect(told([parameter("status", other), parameter("ids")])).toEqual([
      "enum query status",
      "enum query status",
    ]);
  });

  it("leaves out what is not sent, and counts what is added", () => {
    const about = { kept: ["ids"], added: ["take"] };
    expect(told([parameter("status", status), parameter("take", {}, true)], about)).toEqual([]);
  });
});

describe("a body", () => {
  const body = z.looseObject({ name: z.string(), beds: z.optional(z.number()) });
  const told = (schema: JsonSchema | undefined, about: Partial<ApiCall> = { body }) => {
    const content = { "application/json": { schema } };
    return differences(
      fileWith(ROOM, schema === undefined ? {} : { requestBody: { content } }),
      about,
    );
  };
  const object = (fields: JsonSchema, required: readonly string[] = []) => ({
    type: "object",
    properties: fields,
    required,
  });
  const [name, beds] = [{ type: "string" }, { type: "number" }];

  it("differs in nothing where it is described as it is sent", () => {
    expect(told(object({ name, beds, view: name }, ["name"]))).toEqual([]);
  });

  it("tells fields that only one of the alternatives in the file lacks, or requires", () => {
    const oneOf = [
      object({ name, beds }, ["name"]),
      object({ name, view: name }, ["name", "view"]),
    ];
    expect(told({ oneOf })).toEqual([
      "input-partly-known body beds",
      "input-not-required body view",
    ]);
    expect(told({ oneOf: [object({ name, beds }), object({ name, beds, view: name })] })).toEqual(
      [],
    );
  });

  it("tells fields that the file does not know, requires, or takes as another type", () => {
    expect(told(object({ name: beds, view: name }, ["name", "view"]))).toEqual([
      "input-type body name",
      "input-unknown body beds",
      "input-not-required body view",
    ]);
  });

  it("tells fields that are refused here", () => {
    const closed = { body: z.strictObject({ name: z.string() }) };
    expect(told(object({ name, beds }), closed)).toEqual(["input-not-offered body beds"]);
  });

  it("tells a body that only one side knows", () => {
    expect(told(undefined)).toEqual(["input-unknown body"]);
    expect(told(object({ name }, ["name"]), {})).toEqual(["input-not-required body name"]);
  });
});
