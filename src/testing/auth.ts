import type { FakeUser } from "./model.ts";
import { refuse } from "./replies.ts";
import type { State } from "./state.ts";

/** Who asks: a user by API key, nobody, or somebody with a token that is not an API key. */
export interface Caller {
  readonly user: FakeUser | undefined;
  readonly anonymous: boolean;
  /** Whether there is a token that is no API key. */
  readonly isToken: boolean;
  /** What the rate limit counts by. */
  readonly rateKey: string;
}

/** Reads the authorization header; a wrong API key is refused even on public routes. */
export function identify(state: State, authorization: string | null): Caller {
  const token = authorization?.replace(/^Bearer\s+/i, "").trim() ?? "";
  if (token === "") {
    return { user: undefined, anonymous: true, isToken: false, rateKey: "anonymous" };
  }
  const user = [...state.users.values()].find(({ apiKey }) => apiKey === token);
  if (user === undefined && token.startsWith("cal_")) {
    throw refuse(401, "CustomThrottlerGuard - Invalid API Key");
  }
  return { user, anonymous: false, isToken: user === undefined, rateKey: token };
}

/** How a route treats callers without a user. */
export type Access = "public" | "user" | "permission";

const NO_PERMISSION =
  "PermissionsGuard - no authentication provided. Provide either authorization bearer token " +
  "containing managed user access token or oAuth client id in 'x-cal-client-id' header.";
const NO_METHOD =
  "ApiAuthStrategy - No authentication method provided. Either pass an API key as 'Bearer' " +
  "header or OAuth client credentials as 'x-cal-secret-key' and 'x-cal-client-id' headers";

export function authorize(caller: Caller, access: Access): void {
  if (access === "public" || caller.user !== undefined) return;
  if (!caller.anonymous) throw refuse(401, "Invalid Access Token.");
  throw access === "permission" ? refuse(403, NO_PERMISSION) : refuse(401, NO_METHOD);
}
