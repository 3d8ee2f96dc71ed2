import { doneAnswerSchema } from "../schemas/reservations.ts";
import { parseAnswer, type SchemaOf } from "../schemas/validate.ts";
import { type OldShape, refuseOldShape } from "./old-shape.ts";
import type { HttpAnswer } from "./refusals.ts";

/** How the answers about one kind of thing look. */
export interface Answers<T> {
  readonly schema: SchemaOf<{ readonly data: T }>;
  /** The call, for errors, such as `GET /schedules`. */
  readonly what: string;
  readonly old?: OldShape;
}

/** Takes the `data` out of an answer. */
export function dataOf<T>({ schema, what, old }: Answers<T>): (answer: HttpAnswer) => T {
  return ({ status, requestId, body }) => {
    const about = { what, status, requestId };
    if (old !== undefined) refuseOldShape(body, about, old);
    return parseAnswer(schema, body, about).data;
  };
}

/** That it is done, and there is nothing to say about it. */
export const NO_CONTENT = 204;

/** Makes sure that an answer says it is done, whatever else it says. */
export function doneOf(what: string): (answer: HttpAnswer) => void {
  return ({ status, requestId, body }) => {
    if (status === NO_CONTENT) return;
    parseAnswer(doneAnswerSchema, body, { what, status, requestId });
  };
}
