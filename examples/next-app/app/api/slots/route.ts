import { createSlotsHandler } from "calcom-coherent/slots";
import { calcom, eventTypeId } from "../../lib/calcom.ts";

export const GET = createSlotsHandler(calcom, { eventTypeIds: [eventTypeId] });
