import { vi } from "vitest";
import { settle } from "../../src/testing/virtual-clock.ts";

/**
 * Lets a virtual clock wait for hashes and signatures: they are made in threads, and a clock that
 * goes on meanwhile overtakes what they are for.
 *
 * @returns waits until none is under way
 */
export function watchHashing(): () => Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  const watched = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    const over = () => underWay.delete(work);
    work.then(over, over);
    return work;
  };
  const { subtle } = crypto;
  const [digest, sign, importKey] = [
    subtle.digest.bind(subtle),
    subtle.sign.bind(subtle),
    subtle.importKey.bind(subtle) as (...input: readonly unknown[]) => Promise<CryptoKey>,
  ];
  vi.spyOn(subtle, "digest").mockImplementation((...input) => watched(digest(...input)));
  vi.spyOn(subtle, "sign").mockImplementation((...input) => watched(sign(...input)));
  vi.spyOn(subtle, "importKey").mockImplementation((...input: readonly unknown[]) =>
    watched(importKey(...input)),
  );
  return async () => {
    await settle();
    while (underWay.size > 0) {
      await Promise.allSettled(underWay);
      await settle();
    }
  };
}
