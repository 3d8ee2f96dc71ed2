import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("./closing-main.ts", import.meta.url));

/** Runs a process that uses a store and closes it. @returns what it wrote, once it has ended by itself */
export async function runClosingProcess(kind: "cluster" | "sentinel", port: number) {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, kind, String(port)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  const hear = (chunk: Buffer) => {
    written += chunk.toString();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const code = await new Promise((resolve) => child.once("close", resolve));
  return { code, written };
}
