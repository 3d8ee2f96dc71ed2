/** A reply of Cal.com as the origin's service passed it on: a status and a text. */
export interface RawReply {
  readonly status: number;
  readonly text: string;
}

export interface OriginApiOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly fetch: typeof globalThis.fetch;
}

/** The origin's plain requests: no cache, no retries, no types. */
export class OriginApi {
  readonly #options: OriginApiOptions;

  constructor(options: OriginApiOptions) {
    this.#options = options;
  }

  slots(query: Readonly<Record<string, string>>): Promise<RawReply> {
    return this.#send(`slots?${new URLSearchParams(query)}`, "2024-09-04");
  }

  post(path: string, body: object): Promise<RawReply> {
    return this.#send(path, "2024-08-13", { method: "POST", body: JSON.stringify(body) });
  }

  async #send(path: string, version: string, init: RequestInit = {}): Promise<RawReply> {
    const { apiKey, baseUrl, fetch } = this.#options;
    const response = await fetch(`${baseUrl}/${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${apiKey}`,
        "cal-api-version": version,
        "content-type": "application/json",
      },
    });
    return { status: response.status, text: await response.text() };
  }
}
