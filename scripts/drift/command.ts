// Compares this library's schemas with an OpenAPI file of Cal.com.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { CALLS } from "./calls.ts";
import { type Drift, findDrift } from "./drift.ts";
import { EXPECTED } from "./expected.ts";
import { type JsonSchema, objectOf } from "./shape.ts";

/** Where the command writes; the platform's `console` fits. */
export interface Output {
  log(text: string): void;
  error(text: string): void;
}

const USAGE = "npm run drift -- --openapi FILE [--only NAME] [--json]";

/** @returns the exit code: 0 when nothing is unexpected, 1 when something is, 2 for wrong usage */
export function driftCommand(args: readonly string[], output: Output): 0 | 1 | 2 {
  try {
    const { file, json, only } = settingsOf(args);
    const calls = CALLS.filter(({ name }) => only === undefined || name.startsWith(only));
    if (calls.length === 0) throw new Error(`No call's name begins with ${only}.`);
    const found = findDrift(calls, EXPECTED, documentIn(file));
    // What is known of several calls may be met in those that were left out.
    const drift = only === undefined ? found : { ...found, outdated: [] };
    output.log(json ? JSON.stringify(drift, null, 2) : textOf(drift));
    return drift.unexpected.length + drift.outdated.length === 0 ? 0 : 1;
  } catch (error) {
    output.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    return 2;
  }
}

function settingsOf(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      openapi: { type: "string" },
      only: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const { json, only, openapi: file } = values;
  if (file === undefined) throw new Error("Say which file to compare with.");
  return { file, only, json };
}

function documentIn(file: string): JsonSchema {
  let document: JsonSchema;
  try {
    document = objectOf(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
  if (Object.keys(objectOf(document.paths)).length > 0) return document;
  throw new Error(`${file} is no OpenAPI file: it has no paths.`);
}

function textOf({ calls, explained, outdated, unexpected }: Drift): string {
  const lines = unexpected.map(({ call, kind, at, text }) =>
    [`${call}: ${kind}`, ...(at === "" ? [] : [at]), text].join(": "),
  );
  for (const { at, calls: about, kind } of outdated) {
    lines.push(`${about}: ${kind}: ${at}: listed as known, and not there any more`);
  }
  const counts = [
    `${unexpected.length} unexpected`,
    `${explained.length} explained`,
    `${outdated.length} outdated`,
  ];
  return [...lines, `${calls} calls compared: ${counts.join(", ")}.`].join("\n");
}
