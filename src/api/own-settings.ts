import { meAnswerSchema } from "../schemas/event-types.ts";
import { type EventTypesReaderDeps, eventTypesReader } from "./event-types.ts";
import { outOfOfficeReader } from "./out-of-office.ts";
import { collected } from "./pages.ts";
import { readResource } from "./resource-read.ts";
import { schedulesReader } from "./schedules.ts";

const ME = { name: "me", path: "me", answers: { schema: meAnswerSchema, what: "GET /me" } };

/** Reads what the credential's user has set up, where there is budget to spare. */
export function ownSettings(
  deps: EventTypesReaderDeps,
): (
  setting: "schedules" | "eventTypes" | "outOfOffice",
  signal: AbortSignal,
) => Promise<readonly unknown[]> {
  return async (setting, signal) => {
    const spare = { priority: "prefetch", signal } as const;
    if (setting === "schedules") return schedulesReader(deps).list(spare);
    if (setting === "outOfOffice") return collected(outOfOfficeReader(deps).list({}, spare));
    // Without a user name there is nothing to list (recording 0015); hidden ones are told to their owner.
    const { username, organizationId } = await readResource(deps, ME, spare, undefined);
    const filter = { username: username ?? undefined, orgId: organizationId ?? undefined };
    return eventTypesReader(deps).list(filter, spare);
  };
}
