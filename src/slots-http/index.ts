export { type CdnOptions, cdnTags } from "./cdn.ts";
export {
  type ChangesHandlerOptions,
  type ChangesSource,
  createChangesHandler,
} from "./changes-handler.ts";
export type { ProblemCode } from "./problems.ts";
export { type AnswerHttp, createSlotsHandler, type SlotsSource } from "./slots-handler.ts";
export type { AskedByAddress, AskedByHost, SlotsHandlerOptions } from "./slots-options.ts";
export { type DaysWindow, type WholeDays, wholeDays } from "./whole-days.ts";
