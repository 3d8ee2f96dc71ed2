import type { TagState } from "../stores/contract.ts";
import { randomToken } from "../tokens.ts";
import { foldMarked } from "./fold.ts";
import { TagStates } from "./tag-states.ts";

/**
 * In a flood of deliveries nothing is written for what changes a tag that bears the flood's mark, so
 * only the mark says that things change. Longer than tags settle otherwise.
 */
const AGAIN_MS = 10_000;

/** What a watcher is told. */
export interface VersionNews {
  /** Opaque, and safe in headers and addresses. `undefined`: the store is away, and nobody knows. */
  readonly version: string | undefined;
  /**
   * Whether what was loaded before is not to be shown any more; `true` with the first version, unless
   * it is the one that was `known`. `false` with `undefined`, where nothing had changed while nobody
   * knew, and where the same has another name because its hosts have become known.
   */
  readonly changed: boolean;
}

/** Who is told. */
export interface Hearer {
  hear(news: VersionNews): void;
  /** A look has found nothing new: what was told last holds as of its sending. */
  same(): void;
}

export interface VersionWatcherOptions {
  readonly hearer: Hearer;
  /** The version that was told last, by whatever process. */
  readonly known: string | undefined;
  /** What the answers depend on, as far as it is known now. */
  readonly tags: () => ReadonlySet<string>;
  /** How long other processes may go on answering with what was before a change. */
  readonly maxStalenessMs: number;
  /** Whether a change of these is known here that the store does not know yet. */
  readonly isUnsure: (tags: readonly string[]) => boolean;
}

/** What one look has found. */
export interface Sight {
  readonly states: ReadonlyMap<string, TagState | undefined>;
  /** When it was answered, by the monotonic clock. */
  readonly now: number;
  readonly digestOf: (text: string) => Promise<string>;
}

/** What somebody wants to know of a look, and what becomes of the answer. */
export interface Question {
  readonly tags: ReadonlySet<string>;
  /** @returns once whoever asked has been told */
  see(sight: Sight): Promise<void>;
  /** The look has failed. */
  fail(): void;
}

/** A version, and what it stands for. */
interface Held {
  readonly tags: readonly string[];
  readonly fold: string;
  /** Makes several versions of one state. */
  readonly salt: string;
  readonly since: number;
}

interface Judged extends Held {
  readonly changed: boolean;
  /** Whether Cal.com may still answer with an older state. */
  readonly settles: boolean;
}

const PLAIN = "";
const EARLY = "early ";
/** Another one than `versionOf` gives, which says nothing of how long it has been so. */
const LATE = "late ";

/** One who watches, and what it was told. */
export class VersionWatcher {
  readonly #options: VersionWatcherOptions;
  /** What the last version told stands for; `undefined` as long as there was none. */
  #held: (Held & { readonly version: string }) | undefined;
  #told: string | undefined;
  #wasTold = false;
  #losses = 0;
  #isGone = false;

  constructor(options: VersionWatcherOptions) {
    this.#options = options;
  }

  /** When a further version is due though nothing changes, by the monotonic clock. */
  get dueAt(): number {
    return this.#told === undefined ? Number.POSITIVE_INFINITY : this.#lateAt;
  }

  get #isBounded(): boolean {
    return this.#options.maxStalenessMs > 0;
  }

  get #lateAt(): number {
    const { salt, since } = this.#held ?? { salt: PLAIN, since: 0 };
    return salt === EARLY ? since + this.#options.maxStalenessMs : Number.POSITIVE_INFINITY;
  }

  ask(): Question {
    const tags = [...this.#options.tags()];
    const losses = this.#losses;
    const wasUnsure = this.#options.isUnsure(tags);
    return {
      tags: new Set([...tags, ...(this.#held?.tags ?? [])]),
      see: async (sight) => {
        const before = this.#held;
        const judged = this.#judge(tags, sight);
        const next = before === undefined ? await this.#resumed(judged, sight) : judged;
        const isNamed = before?.fold === next.fold && before.salt === next.salt;
        const version = isNamed ? before.version : await sight.digestOf(next.salt + next.fold);
        if (this.#losses !== losses) return;
        if (wasUnsure || this.#options.isUnsure(tags)) return this.#tell(undefined, false);
        this.#held = { ...next, version };
        this.#tell(version, next.changed);
      },
      fail: () => this.#tell(undefined, false),
    };
  }

  /** Whoever was told the last version of a state has asked again since, and has missed nothing. */
  async #resumed(first: Judged, { digestOf }: Sight): Promise<Judged> {
    const { known } = this.#options;
    if (known === undefined) return first;
    // In a flood things change without another version.
    if (first.settles) return { ...first, salt: `${randomToken()} ` };
    const salt = this.#isBounded ? LATE : PLAIN;
    const isKnown = (await digestOf(salt + first.fold)) === known;
    return isKnown ? { ...first, salt, changed: false } : first;
  }

  #judge(tags: readonly string[], { states, now }: Sight): Judged {
    const held = this.#held;
    const seen = (those: readonly string[]) =>
      new TagStates(
        those,
        those.map((tag) => states.get(tag)),
      );
    const own = seen(tags);
    const fold = foldMarked(own);
    const settles = own.entries().some(([, state]) => state?.settling !== undefined);
    const news = { tags, fold, since: now, settles, changed: true };
    const isSame = held !== undefined && foldMarked(seen(held.tags)) === held.fold;
    if (!isSame) return { ...news, salt: this.#isBounded ? EARLY : PLAIN };
    if (now >= this.#lateAt) return { ...news, salt: LATE };
    if (settles && now >= held.since + AGAIN_MS) return { ...news, salt: `${randomToken()} ` };
    return { ...held, tags, fold, settles, changed: false };
  }

  /** A change is known that the store does not know yet: until it does, nobody knows what holds. */
  lose(tags: ReadonlySet<string>): void {
    if (![...this.#options.tags()].some((tag) => tags.has(tag))) return;
    this.#losses += 1;
    this.#tell(undefined, false);
  }

  leave(): void {
    this.#isGone = true;
  }

  #tell(version: string | undefined, changed: boolean): void {
    if (this.#isGone) return;
    const { hearer } = this.#options;
    const isNews = !this.#wasTold || this.#told !== version;
    this.#wasTold = true;
    this.#told = version;
    if (isNews) hearer.hear({ version, changed });
    else hearer.same();
  }
}
