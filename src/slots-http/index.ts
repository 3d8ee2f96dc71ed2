export {
  type ChangesHandlerOptions,
  type ChangesSource,
  createChangesHandler,
} from "./changes-handler.ts";
export {
  type AnswerHttp,
  createSlotsHandler,
  type SlotsHandlerOptions,
  type SlotsSource,
} from "./slots-handler.ts";
