import { randomToken } from "../../tokens.ts";
import type { Generations, StepNews } from "../contract.ts";
import { Messages } from "./messages.ts";
import { RECORD_TTL_MS } from "./scripts.ts";
import type { RedisTransport } from "./transport.ts";

/** Also the name of the channel that its replacements are told on. */
export const generationKey = (registry: string) => `${registry}#generation`;

/** The tokens of the registries, and who wants to hear of steps. */
export class RedisGenerations implements Generations {
  readonly #transport: RedisTransport;
  readonly #keyPrefix: string;
  readonly #messages: Messages;
  readonly #hearers = new Map<string, Set<(news: StepNews) => void>>();

  constructor(transport: RedisTransport, keyPrefix: string) {
    this.#transport = transport;
    this.#keyPrefix = keyPrefix;
    this.#messages = new Messages(() => transport.subscriber());
  }

  async read(rootKey: string): Promise<string> {
    // What keeps versions trusted also keeps the subscription alive.
    this.#messages.mend();
    const registry = this.#keyPrefix + rootKey;
    const key = generationKey(registry);
    const found = await this.#transport.toRegistry(registry, ["GET", key]);
    if (typeof found === "string") return found;
    const draw = ["SET", key, randomToken(), "NX", "PX", String(RECORD_TTL_MS)];
    await this.#transport.toRegistry(registry, draw);
    return String(await this.#transport.toRegistry(registry, ["GET", key]));
  }

  listen(rootKey: string, hear: (news: StepNews) => void): () => void {
    const registry = this.#keyPrefix + rootKey;
    const hearers = this.#hearers.get(registry) ?? new Set();
    // Of its own, so that somebody who listens twice can stop once.
    const hearer = (news: StepNews) => hear(news);
    this.#hearers.set(registry, hearers.add(hearer));
    this.#messages.open(generationKey(registry), (text) => this.#tell(registry, newsOf(text)));
    return () => {
      hearers.delete(hearer);
      if (hearers.size > 0 || this.#hearers.get(registry) !== hearers) return;
      this.#hearers.delete(registry);
      this.#messages.leave(generationKey(registry));
    };
  }

  /** @param keys of the records, as they are in Redis */
  tellOwn(registry: string, keys: readonly string[]): void {
    this.#tell(registry, { kind: "own", recordKeys: keys });
  }

  #tell(registry: string, news: StepNews | undefined): void {
    const hearers = this.#hearers.get(registry);
    if (hearers === undefined || news === undefined) return;
    const recordKeys = news.recordKeys.map((key) => key.slice(this.#keyPrefix.length));
    for (const hear of hearers) hear({ ...news, recordKeys });
  }

  close(): void {
    this.#hearers.clear();
    this.#messages.close();
  }
}

// Anybody may publish anything. What is no news is not heard, and trust ends with the next token read.
function newsOf(text: string): StepNews | undefined {
  try {
    const { previous, next, keys } = JSON.parse(text);
    if (typeof previous !== "string" || typeof next !== "string") return undefined;
    if (!Array.isArray(keys) || !keys.every((key) => typeof key === "string")) return undefined;
    return { kind: "message", previous, next, recordKeys: keys };
  } catch {
    return undefined;
  }
}
