import { createRandom } from "./random.ts";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const UID_LENGTH = 22;

/** Ids that look like the server's and are the same in every run. */
export interface Ids {
  /** The next number of a series, from 1. */
  number(series: string): number;
  /** Makes a series go on after `used`. */
  skip(series: string, used: number): void;
  /** The next booking uid: 22 characters. */
  uid(): string;
  /** The next UUID. */
  uuid(): string;
}

export function createIds(): Ids {
  const last = new Map<string, number>();
  const random = createRandom(0x2f6e2b1);
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");

  return {
    number(series) {
      const next = (last.get(series) ?? 0) + 1;
      last.set(series, next);
      return next;
    },
    skip: (series, used) => last.set(series, Math.max(used, last.get(series) ?? 0)),
    uid: () => text(BASE58, UID_LENGTH),
    uuid() {
      const hex = text("0123456789abcdef", 31);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
    },
  };
}
