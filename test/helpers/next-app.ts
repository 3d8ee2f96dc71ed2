import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.ts";
import { installLibrary } from "./library-bundle.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NEXT = join(ROOT, "node_modules/next/dist/bin/next");

/** Whether Next has a compiler for this machine. With `CI` set it must have one. */
export const hasNext = readdirSync(join(ROOT, "node_modules/@next")).some((name) =>
  name.startsWith("swc-"),
);

if (!hasNext) {
  if (process.env.CI) throw new Error("CI needs Next's compiler, an optional package of it.");
  process.stderr.write("Next has no compiler here: suites that need it are skipped.\n");
}

/** A Next application that has been built, and listens. */
export interface NextApp {
  readonly url: string;
  /** What its server has written so far. */
  output(): string;
  /** Ends it, and removes what was built. */
  close(): Promise<void>;
}

/**
 * Builds a copy of an application with the library as it stands in `src`, and starts it as in
 * production. The copy lies beside the sources, where Next finds itself in `node_modules`.
 *
 * @param env of both, beside what the process has
 */
export async function startNextApp(
  application: string,
  env: Readonly<Record<string, string>>,
): Promise<NextApp> {
  const folder = mkdtempSync(join(ROOT, ".next-app-"));
  const guard = guardOf(folder);
  const settings = { ...env, NEXT_TELEMETRY_DISABLED: "1", NEXT_APP_ROOT: ROOT };
  try {
    cpSync(application, folder, { recursive: true });
    await installLibrary(folder);
    await run(next(folder, ["build"], settings)).ended;
    const port = await freePort();
    const server = next(
      folder,
      ["start", "--port", `${port}`, "--hostname", "127.0.0.1"],
      settings,
    );
    const { output, ended } = run(server);
    const url = `http://127.0.0.1:${port}`;
    await Promise.race([ended, said(server, "Ready in")]);
    return {
      url,
      output,
      async close() {
        if (server.pid !== undefined) process.kill(-server.pid, "SIGTERM");
        await ended.catch(() => undefined);
        guard.destroy();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    guard.destroy();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function next(folder: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const { NODE_ENV: _test, VITEST: _vitest, ...own } = process.env;
  const child = spawn(process.execPath, [NEXT, ...args], {
    cwd: folder,
    env: { ...own, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of their own: the workers of a build outlive it when it is killed.
    detached: true,
  });
  writeFileSync(join(folder, "pid"), `${child.pid}`);
  return child;
}

function run(child: ChildProcess): { output(): string; ended: Promise<void> } {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Next ended with ${code}:\n${said}`));
    });
  });
  return { output: () => said, ended };
}

function said(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes(text)) resolve();
    });
  });
}

// A process that is killed cannot tidy up, so somebody else reads from it until it ends.
const GUARD = `trap "" INT TERM HUP
read -r _
[ -f "$0/pid" ] && kill -9 "-$(cat "$0/pid")" 2>/dev/null
rm -rf "$0"`;

function guardOf(folder: string): Socket {
  const guard = spawn("sh", ["-c", GUARD, folder], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.unref();
  const pipe = guard.stdin as unknown as Socket;
  pipe.unref();
  return pipe;
}
