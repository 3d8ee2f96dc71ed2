import type { LoadScope } from "../cache/question.ts";
import type { Coherence } from "../errors.ts";
import { deepFreeze } from "../freeze.ts";
import type { Change } from "../invalidation/changes.ts";
import {
  type CreateScheduleInput,
  createScheduleSchema,
  type Schedule,
  scheduleAnswerSchema,
  scheduleFoundSchema,
  schedulesAnswerSchema,
  type UpdateScheduleInput,
  updateScheduleSchema,
} from "../schemas/schedules.ts";
import { parseInput } from "../schemas/validate.ts";
import { type Answers, dataOf, doneOf } from "./answers.ts";
import type { ApiVersions } from "./api-versions.ts";
import type { LiveReadDeps, LiveReadOptions } from "./live-read.ts";
import { OLD_SCHEDULE } from "./old-shape.ts";
import { readAllPages, readResource } from "./resource-read.ts";
import { type ResourceWrite, type ResourceWriteDeps, resourceWrite } from "./resource-write.ts";
import { checkedId, collectionUnder, type Under } from "./scopes.ts";
import type { WriteOptions } from "./write-path.ts";

/** Whose schedule: the credential's user's own, or that of a member of an organization. */
export type ScheduleScope = Under<never> | Under<"organizationId" | "userId">;

/** Whose schedules: also those of all members of an organization or a team. */
export type SchedulesScope =
  | ScheduleScope
  | Under<"organizationId">
  | Under<"teamId">
  | Under<"organizationId" | "teamId">
  | Under<"organizationId" | "teamId" | "userId">;

/** A schedule that has been made or edited. */
export interface ScheduleResult {
  readonly schedule: Schedule;
  /** `deferred`: the invalidation is kept and repeated, because the store did not confirm it. */
  readonly coherence: Coherence;
}

/** Reads of working hours; never from a cache. */
export interface SchedulesReader {
  /**
   * All schedules of somebody.
   *
   * @throws CalcomApiError, NetworkError, TimeoutError, SchemaError
   */
  list(options?: LiveReadOptions & SchedulesScope): Promise<readonly Schedule[]>;
  /** @throws what `list` throws; for an unknown id a CalcomApiError with status 404 */
  get(id: number, options?: LiveReadOptions & ScheduleScope): Promise<Schedule>;
  /** The one that event types without a schedule of their own go by, or `null`. */
  getDefault(options?: LiveReadOptions): Promise<Schedule | null>;
}

/**
 * Working hours. Any event type may go by a schedule, so each change of one orphans every answer
 * there is.
 */
export interface Schedules extends SchedulesReader {
  /**
   * @throws CalcomApiError, SchemaError, UnknownOutcomeError, as writes do
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const { schedule } = await calcom.schedules.create({
   *   name: "Afternoons",
   *   timeZone: "Europe/Berlin",
   *   availability: [{ days: ["Monday", "Friday"], startTime: "13:00", endTime: "17:00" }],
   * });
   * await calcom.schedules.update(schedule.id, {
   *   overrides: [{ date: "2026-12-07", startTime: "14:00", endTime: "15:00" }],
   * });
   * ```
   */
  create(
    input: CreateScheduleInput,
    options?: WriteOptions & ScheduleScope,
  ): Promise<ScheduleResult>;
  /** Edits a schedule; throws what `create` throws. */
  update(
    id: number,
    input: UpdateScheduleInput,
    options?: WriteOptions & ScheduleScope,
  ): Promise<ScheduleResult>;
  /** Deletes a schedule; what went by it goes by the default one. */
  delete(
    id: number,
    options?: WriteOptions & ScheduleScope,
  ): Promise<{ readonly coherence: Coherence }>;
}

export interface SchedulesReaderDeps extends LiveReadDeps {
  readonly versions: ApiVersions;
}

export interface SchedulesDeps extends SchedulesReaderDeps, ResourceWriteDeps {}

const NAME = "schedules";
const OF_ONE = ["schedules", "organizations/{organizationId}/users/{userId}/schedules"] as const;
const OF_MANY = [
  "organizations/{organizationId}/schedules",
  "teams/{teamId}/schedules",
  "organizations/{organizationId}/teams/{teamId}/schedules",
] as const;
const LISTED = [
  ...OF_ONE,
  ...OF_MANY,
  "organizations/{organizationId}/teams/{teamId}/users/{userId}/schedules",
] as const;

const answersTo = (method: string): Answers<Schedule> => ({
  schema: scheduleAnswerSchema,
  what: `${method} /schedules`,
  old: OLD_SCHEDULE,
});
const CHANGED: Change = { kind: "schedule-changed" };

/** @param scope the load of a layer that these reads belong to */
export function schedulesReader(deps: SchedulesReaderDeps, scope?: LoadScope): SchedulesReader {
  const version = deps.versions.schedules;
  const answers = answersTo("GET");
  return {
    async list(options) {
      const { collection, path } = collectionUnder(LISTED, options, "schedules.list");
      const all = { ...answers, schema: schedulesAnswerSchema };
      const read = { name: NAME, path, version, answers: all };
      // Those of several people come in pages, those of one at once (API.md 5.2).
      const isPaged = OF_MANY.some((paged) => paged === collection);
      return isPaged
        ? readAllPages(deps, read, options, scope)
        : readResource(deps, read, options, scope);
    },
    async get(id, options) {
      const path = pathOf(id, options, "schedules.get");
      return readResource(deps, { name: NAME, path, version, answers }, options, scope);
    },
    async getDefault(options) {
      const found = { ...answers, schema: scheduleFoundSchema };
      const read = { name: NAME, path: "schedules/default", version, answers: found };
      return readResource(deps, read, options, scope);
    },
  };
}

export function schedules(deps: SchedulesDeps): Schedules {
  const version = deps.versions.schedules;
  const put = async (
    write: Pick<ResourceWrite<Schedule>, "name" | "method" | "path" | "body">,
    options: WriteOptions | undefined,
  ) => {
    const parse = dataOf(answersTo(write.method));
    const sent = { ...write, version, parse };
    const { answer, coherence } = await resourceWrite(deps, sent, { expected: CHANGED }, options);
    return { schedule: deepFreeze(answer), coherence };
  };
  return {
    ...schedulesReader(deps),
    async create(input, options) {
      const name = "schedules.create";
      const given = parseInput(createScheduleSchema, input, name);
      const { path } = collectionUnder(OF_ONE, options, name);
      const body = { isDefault: false, ...given };
      return put({ name, method: "POST", path, body }, options);
    },
    async update(id, input, options) {
      const name = "schedules.update";
      const body = parseInput(updateScheduleSchema, input, name);
      return put({ name, method: "PATCH", path: pathOf(id, options, name), body }, options);
    },
    async delete(id, options) {
      const name = "schedules.delete";
      const path = pathOf(id, options, name);
      const parse = doneOf("DELETE /schedules");
      const write = { name, method: "DELETE" as const, path, version, parse };
      const { coherence } = await resourceWrite(deps, write, { expected: CHANGED }, options);
      return { coherence };
    },
  };
}

function pathOf(id: number, scope: ScheduleScope | undefined, what: string): string {
  return `${collectionUnder(OF_ONE, scope, what).path}/${checkedId(id, "id", what)}`;
}
