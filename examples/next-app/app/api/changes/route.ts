import { createChangesHandler } from "calcom-coherent/slots";
import { calcom, ending, eventTypeId } from "../../lib/calcom.ts";

const tellChanges = createChangesHandler(calcom, { eventTypeIds: [eventTypeId] });

// Before it ends, Next waits for answers that are under way, and this one has no end of its own.
export function GET(request: Request): Promise<Response> {
  const signal = AbortSignal.any([request.signal, ending]);
  return tellChanges(new Request(request.url, { headers: request.headers, signal }));
}
