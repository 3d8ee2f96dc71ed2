/** The date of a Monday more than a week later, on which nothing has begun yet. */
export function mondayAfter(now: number): string {
  const days = 7 + ((8 - new Date(now).getUTCDay()) % 7);
  return new Date(now + days * 86_400_000).toISOString().slice(0, 10);
}
