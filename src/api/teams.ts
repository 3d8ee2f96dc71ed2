import type { LoadScope } from "../cache/question.ts";
import {
  type Membership,
  type MembershipsFilter,
  membershipsAnswerSchema,
  membershipsFilterSchema,
  type Team,
  teamAnswerSchema,
  teamsAnswerSchema,
} from "../schemas/teams.ts";
import { parseInput } from "../schemas/validate.ts";
import type { LiveReadDeps, LiveReadOptions } from "./live-read.ts";
import { queryFrom, readAllPages, readResource } from "./resource-read.ts";
import { checkedId } from "./scopes.ts";

/** Teams of the credential's user; never from a cache. */
export interface Teams {
  /** @throws CalcomApiError, NetworkError, TimeoutError, SchemaError */
  list(options?: LiveReadOptions): Promise<readonly Team[]>;
  /** @throws what `list` throws; 403 for a team the user is not in */
  get(id: number, options?: LiveReadOptions): Promise<Team>;
  /**
   * Who is in a team, invited or arrived; all pages.
   *
   * @throws what `list` throws
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const members = await calcom.teams.memberships(5);
   * console.log(members.filter(({ accepted }) => accepted).map(({ user }) => user.name));
   * ```
   */
  memberships(
    teamId: number,
    filter?: MembershipsFilter,
    options?: LiveReadOptions,
  ): Promise<readonly Membership[]>;
}

/** @param scope the load of a layer that these reads belong to */
export function teams(deps: LiveReadDeps, scope?: LoadScope): Teams {
  const name = "teams";
  return {
    async list(options) {
      const answers = { schema: teamsAnswerSchema, what: "GET /teams" };
      return readResource(deps, { name, path: "teams", answers }, options, scope);
    },
    async get(id, options) {
      const path = `teams/${checkedId(id, "id", "teams.get")}`;
      const answers = { schema: teamAnswerSchema, what: "GET /teams/{id}" };
      return readResource(deps, { name, path, answers }, options, scope);
    },
    async memberships(teamId, filter = {}, options) {
      const what = "teams.memberships";
      const path = `teams/${checkedId(teamId, "teamId", what)}/memberships`;
      const query = queryFrom(parseInput(membershipsFilterSchema, filter, what));
      const answers = { schema: membershipsAnswerSchema, what: "GET /teams/{id}/memberships" };
      return readAllPages(deps, { name, path, query, answers }, options, scope);
    },
  };
}
