import { SchemaError } from "../errors.ts";
import { clientIdSchema, idSchema } from "../schemas/ids.ts";
import { parseInput } from "../schemas/validate.ts";

const SCOPE_IDS = [
  ...(["organizationId", "teamId", "userId", "eventTypeId"] as const),
  "oAuthClientId",
] as const;

/** Under what something is found: given beside the other options of a call. */
export type ScopeIds = {
  readonly [K in (typeof SCOPE_IDS)[number]]?:
    | (K extends "oAuthClientId" ? string : number)
    | undefined;
};

/** Just these ids, and none of the others. */
export type Under<K extends keyof ScopeIds> = {
  readonly [Name in K]: NonNullable<ScopeIds[Name]>;
} & { readonly [Other in Exclude<keyof ScopeIds, K>]?: undefined };

/**
 * The collection that is found under the ids given, of several such as `teams/{teamId}/schedules`.
 *
 * @throws SchemaError when there is none under just these ids, or an id cannot be one
 */
export function collectionUnder<T extends string>(
  collections: readonly T[],
  scope: ScopeIds | undefined,
  what: string,
): { readonly collection: T; readonly path: string } {
  const given = SCOPE_IDS.filter((name) => scope?.[name] !== undefined);
  const collection = collections.find((one) => {
    const needed = namesIn(one);
    return needed.length === given.length && needed.every((name) => scope?.[name] !== undefined);
  });
  if (collection === undefined) {
    const levels = collections.map((one) => namesIn(one).join(" and ") || "no id at all");
    throw new SchemaError(
      "invalid_input",
      `${what} goes with ${levels.join(", with ")}; ${given.join(" and ") || "no id"} was given.`,
      { path: given[0] ?? "(the whole value)" },
    );
  }
  const path = collection.replaceAll(/\{(\w+)\}/g, (_all, name: keyof ScopeIds) =>
    name === "oAuthClientId"
      ? parseInput(clientIdSchema, scope?.[name], what)
      : String(checkedId(scope?.[name], name, what)),
  );
  return { collection, path };
}

/** @throws SchemaError naming the id */
export function checkedId(id: unknown, name: string, what: string): number {
  if (idSchema.safeParse(id).success) return id as number;
  throw new SchemaError(
    "invalid_input",
    `${what}: ${name} is wrong: a whole number above 0 expected.`,
    {
      path: name,
    },
  );
}

function namesIn(collection: string): readonly (keyof ScopeIds)[] {
  return SCOPE_IDS.filter((name) => collection.includes(`{${name}}`));
}
