export function pick<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)] as T;
}

export const isOneIn = (random: () => number, times: number): boolean => random() * times < 1;
