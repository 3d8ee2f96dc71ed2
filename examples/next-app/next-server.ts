import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";

/** A server of Next's in a process of its own. */
export interface NextServer {
  readonly child: ChildProcess;
  /** Resolves when it answers; rejects when it ends before. */
  readonly ready: Promise<void>;
  /** Its exit code. */
  readonly ended: Promise<number>;
}

const NEXT = createRequire(import.meta.url).resolve("next/dist/bin/next");

/** Starts Next's development server on this folder: nothing has to be built before. */
export function startNextServer(port: number, env: Readonly<Record<string, string>>): NextServer {
  const args = [NEXT, "dev", "--port", `${port}`, "--hostname", "127.0.0.1"];
  const child = spawn(process.execPath, args, {
    cwd: import.meta.dirname,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 0));
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      process.stdout.write(chunk);
      if (chunk.includes("Ready in")) resolve();
    });
    ended.then((code) => reject(new Error(`Next ended with ${code}.`)), reject);
  });
  return { child, ready, ended };
}
