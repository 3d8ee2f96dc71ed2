/** How many of `items`, of which the first ones are early and the others not, are early. */
export function countEarly<T>(items: readonly T[], isEarly: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isEarly(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
