/** How often something happened, by name. */
export type Counts = Map<string, number>;

export const count = (counts: Counts, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);
