import type { FakeEventType } from "./model.ts";

/** The users who can be booked through an event type, the first host first. */
export const hostIdsOf = ({ ownerId }: FakeEventType): readonly number[] => [ownerId];
