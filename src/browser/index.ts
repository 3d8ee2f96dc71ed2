export type { Slot, SlotsByDate } from "../schemas/slots.ts";
export type { InitialSlots } from "./knowledge.ts";
export type { SlotsPageQuery, SlotsProblem, SlotsState } from "./state.ts";
export { type WatchedSlots, type WatchSlotsOptions, watchSlots } from "./watch-slots.ts";
