import type { CalendarDate } from "../../shared/days.ts";
import { formatTime } from "../../shared/formats.ts";
import type { Texts } from "../../shared/texts.ts";
import type { Viewer } from "../../shared/views.ts";

/** The free starts of a day as they are drawn. */
export interface Drawn {
  readonly day: CalendarDate;
  readonly starts: readonly string[];
}

/** What has vanished or come back while somebody looked at the day, said for those who do not see it. */
export function news(
  before: Drawn | undefined,
  now: Drawn,
  { language, visitorZone }: Viewer,
  { slots }: Texts,
): string | undefined {
  if (before?.day !== now.day) return undefined;
  const times = (starts: readonly string[]) =>
    starts.map((start) => formatTime(start, visitorZone, language)).join(", ");
  const gone = before.starts.filter((start) => !now.starts.includes(start));
  const back = now.starts.filter((start) => !before.starts.includes(start));
  const said = [
    ...(gone.length > 0 ? [slots.gone(times(gone))] : []),
    ...(back.length > 0 ? [slots.back(times(back))] : []),
  ];
  return said.length > 0 ? said.join(" ") : undefined;
}
