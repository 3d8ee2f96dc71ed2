type ErrorClass = abstract new (...args: never) => Error;

/**
 * Makes `instanceof` know the errors of every copy of this library. Bundlers put it into one
 * application several times (Next: once per kind of route), and a client of one copy may be used by
 * code that has its classes from another.
 *
 * @param kinds classes by names that stay, whatever a minifier makes of theirs
 */
export function knownInEveryCopy(kinds: Readonly<Record<string, ErrorClass>>): void {
  for (const [kind, known] of Object.entries(kinds)) {
    const brand = Symbol.for(`calcom-coherent.${kind}`);
    Object.defineProperty(known.prototype, brand, { value: true });
    Object.defineProperty(known, Symbol.hasInstance, {
      value(this: unknown, error: unknown): boolean {
        const isOwn = Function.prototype[Symbol.hasInstance].call(this, error);
        // Classes that an application derives inherit this, and are known as ever.
        if (isOwn || this !== known) return isOwn;
        return typeof error === "object" && error !== null && brand in error;
      },
    });
  }
}
