import { ConfigurationError } from "../errors.ts";

/** A client of Cal.com's platform, as it names itself (API.md 3). */
export interface OAuthClient {
  readonly id: string;
  readonly secretKey: string;
}

/** Who asks; without any of it only public calls work. */
export interface Credentials {
  readonly apiKey: string | undefined;
  readonly oAuthClient?: OAuthClient | undefined;
}

/** The headers that say who asks. */
export function credentialHeaders({ apiKey, oAuthClient }: Credentials): Record<string, string> {
  return {
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    ...(oAuthClient === undefined
      ? {}
      : { "x-cal-client-id": oAuthClient.id, "x-cal-secret-key": oAuthClient.secretKey }),
  };
}

/** What tells one principal from another, where the application does not. */
export function principalOf({ apiKey, oAuthClient }: Credentials): string | undefined {
  if (oAuthClient === undefined) return apiKey;
  return JSON.stringify([oAuthClient.id, oAuthClient.secretKey, apiKey ?? null]);
}

const HEADER_TEXT = /^[\x21-\x7e]+$/;

/** @throws ConfigurationError, which the platform's own would quote the key in */
export function checkedCredentials(given: {
  readonly apiKey?: unknown;
  readonly oAuthClient?: unknown;
}): Credentials {
  const { apiKey, oAuthClient } = given;
  if (apiKey !== undefined && !isHeaderText(apiKey)) {
    throw new ConfigurationError(
      "`apiKey` is empty or holds characters that a header cannot; leave it out for public calls.",
    );
  }
  if (oAuthClient === undefined) return { apiKey, oAuthClient };
  const { id, secretKey } = (oAuthClient ?? {}) as Partial<OAuthClient>;
  if (!isHeaderText(id) || !isHeaderText(secretKey)) {
    throw new ConfigurationError(
      "`oAuthClient` takes { id, secretKey }, neither empty nor with characters that a header cannot hold.",
    );
  }
  return { apiKey, oAuthClient: { id, secretKey } };
}

function isHeaderText(value: unknown): value is string {
  return typeof value === "string" && HEADER_TEXT.test(value);
}
