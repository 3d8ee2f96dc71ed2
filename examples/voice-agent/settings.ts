import { readSettings, type Settings } from "../shared/settings.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** What the agent's service is told by its environment. */
export interface AgentSettings extends Settings {
  readonly host: string;
  readonly agentSecret: string | undefined;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/**
 * Reads what both applications read, and `HOST` and `AGENT_SECRET`.
 *
 * @throws RangeError for a value that cannot be, and for a service that whoever finds it could book at
 */
export function agentSettings(env: Env): AgentSettings {
  const host = env.HOST || "127.0.0.1";
  const agentSecret = env.AGENT_SECRET || undefined;
  if (agentSecret === undefined && !LOOPBACK.has(host)) {
    throw new RangeError(
      `On HOST=${host} everybody could book. Set AGENT_SECRET, and have the agent send it as "authorization: Bearer ...".`,
    );
  }
  return { ...readSettings(env), host, agentSecret };
}
