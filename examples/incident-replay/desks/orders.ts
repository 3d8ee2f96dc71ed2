/** What the office tells a desk, a process of its own. */
export type Order =
  | { readonly kind: "ask" }
  | { readonly kind: "book"; readonly start: string; readonly name: string }
  /** Starts the application's webhook route. */
  | { readonly kind: "listen" };

/** A desk's answer to an order. */
export interface Told {
  /** Free times as `HH:mm`, and their instants. */
  readonly times?: Readonly<Record<string, string>>;
  readonly source?: "cache" | "origin";
  readonly coherence?: string | undefined;
  readonly url?: string;
  readonly error?: string;
}

/** What a desk needs to know when it opens, as JSON in its environment. */
export interface DeskSettings {
  readonly redisUrl: string;
  readonly namespace: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly eventTypeId: number;
  readonly date: string;
}

export const SETTINGS = "DESK_SETTINGS";
