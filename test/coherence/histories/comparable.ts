interface ListedSlot {
  readonly start: string;
  readonly [field: string]: unknown;
}

/** Slots in a form that can be compared, whatever zone and format they were asked in. */
export function comparable(days: Readonly<Record<string, readonly ListedSlot[]>>): string {
  const slots = Object.values(days)
    .flat()
    .map(({ start, end: _end, ...seats }) => ({ at: Date.parse(start), seats }))
    .sort((left, right) => left.at - right.at);
  return slots.map(({ at, seats }) => `${at / 60_000} ${inOrder(seats)}`).join();
}

const inOrder = (seats: object): string => {
  const fields = Object.entries(seats).sort(([left], [right]) => (left < right ? -1 : 1));
  return fields.length === 0 ? "" : JSON.stringify(fields);
};
