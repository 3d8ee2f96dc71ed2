/** Compiles only for `true`. */
export type Expect<T extends true> = T;

/** Whether two types are the same, `readonly` and optional included. */
export type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

export type IsAny<T> = 0 extends 1 & T ? true : false;

type Within<T, Depth extends readonly 0[]> = {
  [Key in keyof T]-?: Leaks<T[Key], [...Depth, 0]>;
}[keyof T];

/**
 * Whether `any` is anywhere in a type, in what its functions take and give included. The platform's
 * own `AbortSignal` has some.
 */
export type Leaks<T, Depth extends readonly 0[] = []> =
  IsAny<T> extends true
    ? true
    : Depth["length"] extends 5
      ? false
      : T extends string | number | boolean | bigint | symbol | null | undefined | AbortSignal
        ? false
        : T extends (...args: infer Args) => infer Result
          ? true extends Leaks<Args[number], [...Depth, 0]> | Leaks<Awaited<Result>, [...Depth, 0]>
            ? true
            : false
          : T extends readonly (infer Item)[]
            ? Leaks<Item, [...Depth, 0]>
            : T extends object
              ? true extends Within<T, Depth>
                ? true
                : false
              : false;

// The probe itself: a probe that finds nothing would prove nothing.
// biome-ignore lint/suspicious/noExplicitAny: it is what the probe is for
type Any = any;
export type ProbeWorks = [
  Expect<Leaks<Any>>,
  Expect<Leaks<{ a: { b?: readonly Any[] } }>>,
  Expect<Leaks<() => Promise<{ a: Any }>>>,
  Expect<Leaks<(a: { b: Any }) => void>>,
  Expect<Leaks<{ [key: string]: Any }>>,
  Expect<Same<Leaks<{ a: unknown; b: () => Promise<string[]> }>, false>>,
  Expect<Same<Same<{ readonly a: 1 }, { a: 1 }>, false>>,
  Expect<Same<Same<{ a?: 1 }, { a: 1 | undefined }>, false>>,
];
