import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRedis } from "./redis-binary.ts";

const binary = findRedis();

/** Whether a `redis-server` can be started here. With `CI` set there must be one. */
export const hasRedis = binary !== undefined;

if (!hasRedis) {
  if (process.env.CI) throw new Error("CI needs a redis-server in PATH, or apt-get to fetch one.");
  process.stderr.write("No redis-server here: suites that need one are skipped.\n");
}

let home: string | undefined;
let folders = 0;

/** An empty folder, gone when this process is. */
export function ownFolder(): string {
  home ??= guardedHome();
  const folder = join(home, String(++folders));
  mkdirSync(folder);
  return folder;
}

// A process that is killed cannot tidy up, so somebody else reads from it until it ends.
const GUARD = `trap "" INT TERM HUP
read -r _
for file in "$0"/*/pid; do [ -f "$file" ] && kill -9 "$(cat "$file")"; done
rm -rf "$0"`;

function guardedHome(): string {
  const folder = mkdtempSync(join(tmpdir(), "calcom-coherent-redis-"));
  const guard = spawn("sh", ["-c", GUARD, folder], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.unref();
  (guard.stdin as unknown as Socket).unref();
  return folder;
}

/** Starts a `redis-server` in a folder of {@link ownFolder}, and waits until it says it is ready. */
export async function spawnRedis(folder: string, args: readonly string[]): Promise<ChildProcess> {
  if (binary === undefined) throw new Error("There is no redis-server on this machine.");
  const child = spawn(binary.command, args, { cwd: folder, env: binary.env });
  if (child.pid === undefined) throw new Error("redis-server could not be started.");
  const pidFile = join(folder, "pid");
  writeFileSync(pidFile, String(child.pid));
  child.once("exit", () => rmSync(pidFile, { force: true }));
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`redis-server ended while starting:\n${said}`)));
    const hear = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
      if (/Ready to accept connections|Sentinel ID is/.test(said)) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
  });
  return child;
}

/** Whether it still runs, frozen or not. */
export function isRunning(child: ChildProcess | undefined): child is ChildProcess {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Sends a signal that ends the process, and waits for its end. */
export async function endProcess(
  child: ChildProcess | undefined,
  signal: "SIGKILL" | "SIGTERM",
): Promise<void> {
  if (!isRunning(child)) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(signal);
  await ended;
}
