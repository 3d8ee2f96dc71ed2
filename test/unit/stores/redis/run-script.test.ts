import { expect, it } from "vitest";
import { runScript } from "../../../../src/stores/redis/run-script.ts";

/** Answers each command as a server does that knows a script once it was loaded or run. */
function server() {
  const sent: string[] = [];
  const known = new Set<string>();
  const send = async (command: readonly string[]) => {
    const [name = "", first = "", second = ""] = command;
    sent.push(name === "SCRIPT" ? `${name} ${first}` : name);
    if (name === "EVALSHA" && !known.has(first)) throw new Error("NOSCRIPT No matching script.");
    if (name === "EVALSHA") return ["ran", ...command.slice(2)];
    known.add(`sha of ${name === "EVAL" ? first : second}`);
    return name === "EVAL" ? ["ran", ...command.slice(2)] : `sha of ${second}`;
  };
  return { sent, send };
}

it("loads a script once, and runs it by its digest on every server", async () => {
  const [one, two] = [server(), server()];
  const run = (send: typeof one.send) => runScript(send, "script", ["k"], ["a"]);
  expect(await run(one.send)).toEqual(["ran", "1", "k", "a"]);
  await run(one.send);
  await run(two.send);
  await run(two.send);
  expect(one.sent).toEqual(["SCRIPT LOAD", "EVALSHA", "EVALSHA"]);
  expect(two.sent).toEqual(["EVALSHA", "EVAL", "EVALSHA"]);
});

it("runs nothing a second time after an error", async () => {
  const sent: string[] = [];
  const send = async (command: readonly string[]) => {
    sent.push(command[0] ?? "");
    if (command[0] === "SCRIPT") return "sha";
    throw new Error("Socket closed unexpectedly");
  };
  await expect(runScript(send, "another script", [], [])).rejects.toThrow(/Socket closed/);
  expect(sent).toEqual(["SCRIPT", "EVALSHA"]);
});
