import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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

/** A Next server that listens. */
export interface NextServer {
  readonly url: string;
  /** What it has written so far. */
  output(): string;
  /** Ends it as a host would, or lets it die, and waits for that. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** A Next application that has been built. */
export interface BuiltNextApp {
  /** Its own folder. */
  readonly folder: string;
  /** Starts it as in production. */
  start(env: Readonly<Record<string, string>>, port?: number): Promise<NextServer>;
  /** Removes what was built, and ends what was started. */
  close(): Promise<void>;
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
 * production.
 *
 * @param env of both, beside what the process has
 */
export async function startNextApp(
  application: string,
  env: Readonly<Record<string, string>>,
): Promise<NextApp> {
  const built = await buildNextApp(env, async (folder) => {
    cpSync(application, folder, { recursive: true });
    await installLibrary(folder);
    return folder;
  });
  try {
    const { url, output } = await built.start(env);
    return { url, output, close: built.close };
  } catch (error) {
    await built.close();
    throw error;
  }
}

/**
 * Builds an application in a folder beside the sources, where Next finds itself in `node_modules`.
 *
 * @param fill puts the application there. @returns the folder that is Next's
 */
export async function buildNextApp(
  env: Readonly<Record<string, string>>,
  fill: (folder: string) => Promise<string> | string,
): Promise<BuiltNextApp> {
  const home = mkdtempSync(join(ROOT, ".next-app-"));
  const guard = guardOf(home);
  const settings = { NEXT_TELEMETRY_DISABLED: "1", NEXT_APP_ROOT: ROOT };
  const running = new Set<ChildProcess>();
  const note = () => {
    const groups = Array.from(running, ({ pid }) => `-${pid}`);
    if (existsSync(home)) writeFileSync(join(home, "groups"), groups.join(" "));
  };
  const start = (
    folder: string,
    args: readonly string[],
    own: Readonly<Record<string, string>>,
  ) => {
    const child = next(folder, args, { ...own, ...settings });
    running.add(child);
    note();
    child.once("close", () => {
      running.delete(child);
      note();
    });
    return child;
  };
  const servers: NextServer[] = [];
  const close = async () => {
    await Promise.all(servers.map((server) => server.stop("SIGKILL")));
    guard.destroy();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const folder = await fill(home);
    await run(start(folder, ["build"], env)).ended;
    return {
      folder,
      close,
      async start(own, port) {
        const chosen = port ?? (await freePort());
        const server = await serve((args) => start(folder, args, own), chosen);
        servers.push(server);
        return server;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serve(
  start: (args: readonly string[]) => ChildProcess,
  port: number,
): Promise<NextServer> {
  const server = start(["start", "--port", `${port}`, "--hostname", "127.0.0.1"]);
  const { output, ended } = run(server);
  await Promise.race([ended, said(server, "Ready in")]);
  return {
    url: `http://127.0.0.1:${port}`,
    output,
    async stop(signal = "SIGTERM") {
      const isOver = server.exitCode !== null || server.signalCode !== null;
      if (!isOver && server.pid !== undefined) process.kill(-server.pid, signal);
      await ended.catch(() => undefined);
    },
  };
}

function next(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const { NODE_ENV: _test, VITEST: _vitest, ...own } = process.env;
  const child = spawn(process.execPath, [NEXT, ...args], {
    cwd: folder,
    env: { ...own, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of their own: the workers of a build outlive it when it is killed.
    detached: true,
  });
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
[ -s "$0/groups" ] && kill -9 $(cat "$0/groups") 2>/dev/null
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
