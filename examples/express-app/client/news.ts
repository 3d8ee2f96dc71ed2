import type { CalendarDate } from "../../shared/days.ts";
import { formatTime } from "../../shared/formats.ts";
import type { Texts } from "../../shared/texts.ts";
import type { Viewer } from "../../shared/views.ts";

/** The free starts of a day as they are drawn. */
export interface Drawn {
  readonly day: CalendarDate;
  readonly starts: readonly string[];
}

/**
 * What has vanished or come back while somebody looked at the day, said for those who do not see it.
 *
 * @param known what they hear of elsewhere: the time they have chosen or booked, as instants
 */
export function news(
  before: Drawn | undefined,
  now: Drawn,
  known: ReadonlySet<number>,
  { viewer, texts }: { readonly viewer: Viewer; readonly texts: Texts },
): string | undefined {
  if (before?.day !== now.day) return undefined;
  const { language, visitorZone } = viewer;
  const { slots } = texts;
  const times = (starts: readonly string[]) =>
    starts.map((start) => formatTime(start, visitorZone, language)).join(", ");
  const without = (starts: readonly string[], others: readonly string[]) =>
    starts.filter((start) => !others.includes(start) && !known.has(Date.parse(start)));
  const gone = without(before.starts, now.starts);
  const back = without(now.starts, before.starts);
  const said = [
    ...(gone.length > 0 ? [slots.gone(times(gone))] : []),
    ...(back.length > 0 ? [slots.back(times(back))] : []),
  ];
  return said.length > 0 ? said.join(" ") : undefined;
}
