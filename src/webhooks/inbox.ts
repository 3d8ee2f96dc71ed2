import type { Notes } from "../cache/notes.ts";

const KEPT_FOR_MS = 24 * 3_600_000;

/** Which deliveries have been applied; in the store, so that every process knows. */
export class Inbox {
  readonly #notes: Notes;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  /** Notes a delivery. @returns whether these very bytes were noted before */
  async sawBefore(body: Uint8Array): Promise<boolean> {
    const digest = await crypto.subtle.digest("SHA-256", body as Uint8Array<ArrayBuffer>);
    const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
    const key = `delivery:${hash.join("")}`;
    if ((await this.#notes.find(key)) !== undefined) return true;
    await this.#notes.put(key, true, KEPT_FOR_MS);
    return false;
  }
}
