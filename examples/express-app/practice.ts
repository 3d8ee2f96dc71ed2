import type { CalcomClient, Clock } from "calcom-coherent";
import type { Names } from "../shared/named-texts.ts";

/** What the routes work with. */
export interface Practice {
  readonly calcom: CalcomClient;
  /** What is booked here, and nothing else. */
  readonly eventTypeId: number;
  /** IANA zone. */
  readonly officeZone: string;
  readonly clock: Clock;
  /** @default the demo practice's */
  readonly names?: Names | undefined;
}
