import { formatMoment } from "@/shared/formats.ts";
import { textsIn } from "@/shared/texts.ts";
import { slotView, type Viewer } from "@/shared/views.ts";

interface Props {
  readonly start: string;
  readonly viewer: Viewer;
}

/** A time in full on the visitor's clock, and on the practice's where that differs. */
export function When({ start, viewer }: Props) {
  const { officeTime } = slotView(start, viewer);
  const { slots } = textsIn(viewer.language);
  return (
    <p className="when" suppressHydrationWarning>
      {formatMoment(start, viewer.visitorZone, viewer.language)}
      {officeTime !== undefined && <small>{slots.atOffice(officeTime)}</small>}
    </p>
  );
}
