import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A `redis-server` that runs, and the environment it needs for that. */
export interface RedisBinary {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/calcom-coherent", import.meta.url));
const PACKAGES = ["redis-server", "redis-tools"];

/**
 * The `redis-server` of the `PATH`; on Debian and its kin, where there is none, the packaged one,
 * fetched once into a folder of this project. Nothing of it needs root.
 */
export function findRedis(env = process.env, cache = CACHE): RedisBinary | undefined {
  const folder = join(cache, "redis");
  return (
    runs({ command: "redis-server", env }) ??
    unpackedIn(folder, env) ??
    (fetchInto(folder, env) ? unpackedIn(folder, env) : undefined)
  );
}

function runs(binary: RedisBinary): RedisBinary | undefined {
  const args = ["--version"];
  const { status, stderr } = spawnSync(binary.command, args, { env: binary.env, encoding: "utf8" });
  // A library is missing, for example.
  if (stderr) process.stderr.write(stderr);
  return status === 0 ? binary : undefined;
}

function unpackedIn(folder: string, env: NodeJS.ProcessEnv): RedisBinary | undefined {
  const command = join(folder, "usr/bin/redis-server");
  if (!existsSync(command)) return undefined;
  const libraries = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.includes(".so"))
    .map((name) => dirname(join(folder, name)));
  const path = [...new Set(libraries), env.LD_LIBRARY_PATH ?? ""].filter(Boolean).join(":");
  return runs({ command, env: { ...env, LD_LIBRARY_PATH: path } });
}

function fetchInto(folder: string, env: NodeJS.ProcessEnv): boolean {
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  const run = (command: string, args: readonly string[]) =>
    spawnSync(command, args, { cwd: work, env, encoding: "utf8" });
  try {
    if (run("apt-get", ["--version"]).status !== 0) return false;
    process.stderr.write("No redis-server in PATH: fetching the packaged one.\n");
    if (run("apt-get", ["download", ...packages(run)]).status !== 0) {
      // Images are often without package lists, and the system's own need root.
      const own = ["Dir::State::lists", "Dir::Cache"].flatMap((name) => ["-o", `${name}=${work}`]);
      run("apt-get", [...own, "update"]);
      const all = packages(run, own);
      const { status, stderr } = run("apt-get", [...own, "download", ...all]);
      if (status !== 0) throw new Error(`apt-get download: ${stderr}`);
    }
    const root = join(work, "root");
    for (const name of readdirSync(work).filter((file) => file.endsWith(".deb"))) {
      const { status, stderr } = run("dpkg-deb", ["-x", name, root]);
      if (status !== 0) throw new Error(`dpkg-deb: ${stderr}`);
    }
    return movedTo(folder, root);
  } catch (error) {
    process.stderr.write(`Could not fetch redis-server: ${String(error)}\n`);
    return false;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

type Run = (command: string, args: readonly string[]) => { readonly stdout: string };

/** The packages, and the libraries of theirs that this system lacks. */
function packages(run: Run, options: readonly string[] = []): string[] {
  const { stdout } = run("apt-get", [
    ...options,
    ...["install", "--simulate", "--no-install-recommends", "redis-server"],
  ]);
  const missing = Array.from(stdout.matchAll(/^Inst (\S+)/gm), ([, name = ""]) => name);
  return [...new Set([...PACKAGES, ...missing.filter((name) => /^(lib|lua-)/.test(name))])];
}

/** Another process may have been faster; its copy is as good. */
function movedTo(folder: string, root: string): boolean {
  try {
    renameSync(root, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
  return true;
}
