import { onTestFinished } from "vitest";

/** An event as a page is told it. */
export interface ServerEvent {
  readonly event: string;
  readonly id?: string;
}

/** Reads a response's server-sent events one by one. */
export function eventsOf(response: Response) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  onTestFinished(() => reader.cancel().catch(() => undefined));
  /** One block; `undefined` when the stream has ended. */
  const block = async (): Promise<string | undefined> => {
    for (let end = text.indexOf("\n\n"); end < 0; end = text.indexOf("\n\n")) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      text += decoder.decode(value, { stream: true });
    }
    const [first = "", ...rest] = text.split("\n\n");
    text = rest.join("\n\n");
    return first;
  };
  return {
    block,
    /** The next event; `undefined` when the stream has ended. */
    async next(): Promise<ServerEvent | undefined> {
      for (let found = await block(); found !== undefined; found = await block()) {
        const fields = Object.fromEntries(found.split("\n").map((line) => line.split(": ")));
        if (fields.event === undefined) continue;
        return { event: fields.event, ...(fields.id !== undefined && { id: fields.id }) };
      }
      return undefined;
    },
    cancel: () => reader.cancel(),
  };
}
