/**
 * A `fetch` that never leaves the process. Aborting rejects with the signal's reason while the
 * request keeps its own fate on the server, as it would behind a network.
 */
export function createFakeFetch(
  handle: (request: Request) => Promise<Response>,
): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    let stop = (): void => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener("abort", stop);
    });
    try {
      const response = await Promise.race([handle(request), aborted]);
      if (response.type === "error") throw new TypeError("fetch failed");
      return response;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  };
}
