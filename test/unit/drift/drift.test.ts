import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CALLS } from "../../../scripts/drift/calls.ts";
import { driftCommand } from "../../../scripts/drift/command.ts";
import { findDrift } from "../../../scripts/drift/drift.ts";
import { EXPECTED, type Expected } from "../../../scripts/drift/expected.ts";

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
  const gone = (name: string): Expected => {
    const reason = "the fixture has one call only";
    return { calls: [name], kind: "path-gone", at: [""], reason };
  };
  const all = ["reservations.get", "reservations.update", "reservations.delete"].map(gone);

  it("are explained, and nothing is left", () => {
    const { explained, outdated, unexpected } = findDrift(calls, all, document);
    expect(explained.map(({ call, reason }) => [call, reason])).toEqual(
      all.map(({ calls: [call], reason }) => [call, reason]),
    );
    expect([...unexpected, ...outdated]).toEqual([]);
  });

  it("leave what is not listed unexpected", () => {
    const { unexpected } = findDrift(calls, all.slice(1), document);
    expect(unexpected.map(({ call, kind }) => [call, kind])).toEqual([
      ["reservations.get", "path-gone"],
    ]);
  });

  it("are told when they no longer occur", () => {
    const { outdated } = findDrift(calls, [...all, gone("reservations.create")], document);
    expect(outdated.map(({ call }) => call)).toEqual(["reservations.create"]);
  });

  it("count only for the calls compared", () => {
    const create = CALLS.filter(({ name }) => name === "reservations.create");
    expect(findDrift(create, all, document).outdated).toEqual([]);
  });

  it("name calls that exist, and say why", () => {
    const names = new Set(CALLS.map(({ name }) => name));
    const listed = EXPECTED.flatMap((entry) => entry.calls);
    expect(listed.filter((name) => !names.has(name))).toEqual([]);
    expect(EXPECTED.filter(({ reason }) => reason.length < 20)).toEqual([]);
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
