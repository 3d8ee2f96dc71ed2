import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface ExampleProcess {
  /** Without a path. */
  readonly url: string;
  /** What it has written until now. */
  written(): string;
  kill(): Promise<void>;
  /** Tells it to end, as a terminal or a host does. @returns its exit code */
  end(): Promise<number | null>;
}

/** Starts an example by the command it names, and waits until it says where it listens. */
export async function startExample(
  path: string,
  env: Readonly<Record<string, string>>,
): Promise<ExampleProcess> {
  const args = ["--import", "tsx", join(ROOT, "examples", path)];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env, PORT: "0", TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  let written = "";
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      written += chunk.toString();
      const found = /listening on (\S+)/.exec(written)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", () => reject(new Error(`${path} ended:\n${written}`)));
  });
  return {
    url,
    written: () => written,
    async end() {
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
