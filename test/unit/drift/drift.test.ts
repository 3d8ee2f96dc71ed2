import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CALLS } from "../../../scripts/drift/calls.ts";
import { driftCommand } from "../../../scripts/drift/command.ts";
import { findDrift } from "../../../scripts/drift/drift.ts";
import { EXPECTED, type Expected } from "../../../scripts/drift/expected.ts";
import { CalcomClient } from "../../../src/index.ts";

const FILE = fileURLToPath(new URL("../../fixtures/openapi-reservation.json", import.meta.url));
const document = JSON.parse(readFileSync(FILE, "utf8"));

function run(...args: string[]) {
  const told: string[] = [];
  const complained: string[] = [];
  const output = {
    log: (text: string) => void told.push(text),
    error: (text: string) => void complained.push(text),
  };
  const code = driftCommand(args, output);
  return { code, told: told.join("\n"), complained: complained.join("\n") };
}

describe("differences that are known", () => {
  const calls = CALLS.filter(({ name }) => name.startsWith("reservations."));
  const gone = (about: RegExp): Expected => {
    const reason = "the fixture has one call only";
    return { calls: about, kind: "path-gone", at: /^$/, reason };
  };
  const others = gone(/^reservations\.(?:get|update|delete)$/);

  it("are explained, and nothing is left", () => {
    const { explained, outdated, unexpected } = findDrift(calls, [others], document);
    expect(explained.map(({ call, kind, reason }) => [call, kind, reason])).toEqual(
      ["get", "update", "delete"].map((verb) => [
        `reservations.${verb}`,
        "path-gone",
        others.reason,
      ]),
    );
    expect([...unexpected, ...outdated]).toEqual([]);
  });

  it.each<[string, Partial<Expected>]>([
    ["another call", { calls: /\.(?:update|delete)$/ }],
    ["another kind", { kind: "method-gone" }],
    ["another place", { at: /^body/ }],
  ])("leave unexpected what is known of %s", (_what, change) => {
    const { unexpected } = findDrift(calls, [{ ...others, ...change }], document);
    expect(unexpected).toContainEqual(expect.objectContaining({ call: "reservations.get" }));
  });

  it("are told when they no longer occur", () => {
    const { outdated } = findDrift(calls, [others, gone(/\.create$/)], document);
    expect(outdated.map((entry) => entry.calls)).toEqual(["\\.create$"]);
  });

  it("are of calls that are made, and say why", () => {
    const unmade = EXPECTED.filter((entry) => !CALLS.some(({ name }) => entry.calls.test(name)));
    expect(unmade).toEqual([]);
    expect(EXPECTED.filter(({ reason }) => reason.length < 15)).toEqual([]);
  });
});

describe("the table of calls", () => {
  it("names each call once", () => {
    const names = CALLS.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it("has a line for each method of the client", async () => {
    const client = new CalcomClient();
    const methods = Object.entries(client).flatMap(([resource, value]) =>
      Object.keys(value).map((method) => `${resource}.${method}`),
    );
    await client.close();
    // Made of other calls, such as `bookings.get` and `slots.list`.
    const others = [
      ...["bookings.getSeries", "slots.confirm", "slots.alternatives"],
      "webhooks.ensure",
    ];
    const made = [...CALLS.map(({ name }) => name.split(" ")[0]), ...others];
    expect(methods.length).toBeGreaterThan(30);
    expect(methods.filter((method) => !made.includes(method))).toEqual([]);
  });
});

describe("the command", () => {
  it("ends with 0 where nothing is unexpected", () => {
    const { code, told } = run("--openapi", FILE, "--only", "reservations.create");
    expect(told).toBe("1 calls compared: 0 unexpected, 0 explained, 0 outdated.");
    expect(code).toBe(0);
  });

  it("ends with 1 and names what is", () => {
    const { code, told } = run("--openapi", FILE, "--only", "reservations.update");
    expect(told).toContain("reservations.update: path-gone: the file does not have the path");
    expect(code).toBe(1);
  });

  it.each([
    ["no file", [], "Say which file"],
    ["a file that is not there", ["--openapi", "nowhere.json"], "nowhere.json cannot be read"],
    ["a file that is something else", ["--openapi", "package.json"], "no OpenAPI file"],
    ["an unknown option", ["--file", FILE], "--file"],
    ["a call that is not made", ["--openapi", FILE, "--only", "rooms"], "begins with rooms"],
  ])("ends with 2 and says what is wrong, given %s", (_what, args, message) => {
    const { code, complained } = run(...args);
    expect(complained).toContain(message);
    expect(complained).toContain("--openapi FILE");
    expect(code).toBe(2);
  });

  it("prints JSON when run as a program", { timeout: 30_000 }, () => {
    const main = fileURLToPath(new URL("../../../scripts/drift/main.ts", import.meta.url));
    const args = ["--import", "tsx", main, "--openapi", FILE, "--only", "reservations.c", "--json"];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(JSON.parse(stdout)).toEqual({ calls: 1, unexpected: [], explained: [], outdated: [] });
    expect(status).toBe(0);
  });
});
