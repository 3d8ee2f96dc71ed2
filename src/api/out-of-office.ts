import type { LoadScope } from "../cache/question.ts";
import { type Coherence, SchemaError } from "../errors.ts";
import { deepFreeze } from "../freeze.ts";
import type { Change } from "../invalidation/changes.ts";
import { canonicalInstant } from "../schemas/instants.ts";
import {
  type Absence,
  type AbsencesFilter,
  absenceAnswerSchema,
  absenceDeletedSchema,
  absencesAnswerSchema,
  absencesFilterSchema,
  type CreateAbsenceInput,
  createAbsenceSchema,
  type UpdateAbsenceInput,
  updateAbsenceSchema,
} from "../schemas/out-of-office.ts";
import { parseAnswer, parseInput } from "../schemas/validate.ts";
import { dataOf, NO_CONTENT } from "./answers.ts";
import type { LiveReadDeps, LiveReadOptions } from "./live-read.ts";
import { type PagedList, pagedList } from "./pages.ts";
import type { HttpAnswer } from "./refusals.ts";
import { queryFrom, resourcePages } from "./resource-read.ts";
import { type ResourceWrite, type ResourceWriteDeps, resourceWrite } from "./resource-write.ts";
import { checkedId, collectionUnder, type ScopeIds, type Under } from "./scopes.ts";
import type { WriteOptions } from "./write-path.ts";

/** Whose absence: the credential's user's own, or that of a member. */
export type AbsenceScope =
  | Under<never>
  | Under<"organizationId" | "userId">
  | Under<"teamId" | "userId">;

/** Whose absences: also those of all members of an organization. */
export type AbsencesScope = AbsenceScope | Under<"organizationId">;

/** An absence that has been made or edited. */
export interface AbsenceResult {
  readonly absence: Absence;
  /** `deferred`: the invalidation is kept and repeated, because the store did not confirm it. */
  readonly coherence: Coherence;
}

/** Reads of absences; never from a cache. */
export interface OutOfOfficeReader {
  /**
   * Absences, page after page.
   *
   * @throws SchemaError for a wrong filter at once; CalcomApiError, NetworkError, TimeoutError and
   * SchemaError while iterating
   */
  list(filter?: AbsencesFilter, options?: LiveReadOptions & AbsencesScope): PagedList<Absence>;
}

/** Days on which somebody is away. Their change orphans what depends on that host. */
export interface OutOfOffice extends OutOfOfficeReader {
  /**
   * @throws CalcomApiError, SchemaError, UnknownOutcomeError, as writes do
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const { absence } = await calcom.outOfOffice.create({
   *   start: "2026-12-24",
   *   end: "2026-12-31",
   *   reason: "vacation",
   * });
   * for await (const { start, end } of calcom.outOfOffice.list()) console.log(start, end);
   * await calcom.outOfOffice.delete(absence.id);
   * ```
   */
  create(input: CreateAbsenceInput, options?: WriteOptions & AbsenceScope): Promise<AbsenceResult>;
  /** Edits an absence; throws what `create` throws. */
  update(
    id: number,
    input: UpdateAbsenceInput,
    options?: WriteOptions & AbsenceScope,
  ): Promise<AbsenceResult>;
  /** Takes an absence back. */
  delete(
    id: number,
    options?: WriteOptions & AbsenceScope,
  ): Promise<{ readonly coherence: Coherence }>;
}

export interface OutOfOfficeDeps extends LiveReadDeps, ResourceWriteDeps {}

const OF_ALL = "organizations/{organizationId}/ooo";
const OF_ONE = [
  "me/ooo",
  "organizations/{organizationId}/users/{userId}/ooo",
  "teams/{teamId}/users/{userId}/ooo",
] as const;

/** @param scope the load of a layer that these reads belong to */
export function outOfOfficeReader(deps: LiveReadDeps, scope?: LoadScope): OutOfOfficeReader {
  return {
    list(filter = {}, options) {
      const what = "outOfOffice.list";
      const { collection, path } = collectionUnder([...OF_ONE, OF_ALL], options, what);
      const valid = parseInput(absencesFilterSchema, filter, what);
      if (valid.email !== undefined && collection !== OF_ALL) {
        throw new SchemaError(
          "invalid_input",
          `${what}: email is for a whole organization; give { organizationId } alone.`,
          { path: "email" },
        );
      }
      const answers = { schema: absencesAnswerSchema, what: "GET /ooo" };
      const read = { name: "outOfOffice", path, query: queryFrom(valid), answers };
      return pagedList(() => resourcePages(deps, read, options, scope));
    },
  };
}

export function outOfOffice(deps: OutOfOfficeDeps): OutOfOffice {
  const change = <T>(
    write: ResourceWrite<T>,
    userIdIn: (answer: T) => number | null | undefined,
    options: (WriteOptions & ScopeIds) | undefined,
  ) => {
    const named = options?.userId;
    const confirmed = (answer: T) => absenceOf(userIdIn(answer) ?? named);
    return resourceWrite(deps, write, { expected: absenceOf(named), confirmed }, options);
  };
  const put = async (
    write: Pick<ResourceWrite<Absence>, "name" | "method" | "path" | "body">,
    options: (WriteOptions & AbsenceScope) | undefined,
  ) => {
    const parse = dataOf({ schema: absenceAnswerSchema, what: `${write.method} /ooo` });
    const userIdIn = ({ userId }: Absence) => userId;
    const { answer, coherence } = await change({ ...write, parse }, userIdIn, options);
    return { absence: deepFreeze(answer), coherence };
  };
  return {
    ...outOfOfficeReader(deps),
    async create(input, options) {
      const name = "outOfOffice.create";
      const body = withInstants(parseInput(createAbsenceSchema, input, name));
      const { path } = collectionUnder(OF_ONE, options, name);
      return put({ name, method: "POST", path, body }, options);
    },
    async update(id, input, options) {
      const name = "outOfOffice.update";
      const body = withInstants(parseInput(updateAbsenceSchema, input, name));
      return put({ name, method: "PATCH", path: pathOf(id, options, name), body }, options);
    },
    async delete(id, options) {
      const name = "outOfOffice.delete";
      const write = { name, method: "DELETE" as const, path: pathOf(id, options, name) };
      const { coherence } = await change({ ...write, parse: deleted }, (userId) => userId, options);
      return { coherence };
    },
  };
}

const absenceOf = (userId: number | null | undefined): Change => ({
  kind: "absence-changed",
  hostIds: userId == null ? [] : [userId],
});

function deleted({ status, requestId, body }: HttpAnswer): number | null | undefined {
  if (status === NO_CONTENT) return undefined;
  const about = { what: "DELETE /ooo", status, requestId };
  return parseAnswer(absenceDeletedSchema, body, about).data?.userId;
}

// Cal.com takes instants alone, and counts whole days of them.
function withInstants<T extends { start?: string | undefined; end?: string | undefined }>(
  input: T,
): T {
  const { start, end } = input;
  return {
    ...input,
    ...(start === undefined ? {} : { start: instant(start, "T00:00:00.000Z") }),
    ...(end === undefined ? {} : { end: instant(end, "T23:59:59.999Z") }),
  };
}

function instant(text: string, timeOfDay: string): string {
  const canonical = canonicalInstant(text) as string;
  return canonical.length === 10 ? `${canonical}${timeOfDay}` : canonical;
}

function pathOf(id: number, scope: AbsenceScope | undefined, what: string): string {
  return `${collectionUnder(OF_ONE, scope, what).path}/${checkedId(id, "id", what)}`;
}
