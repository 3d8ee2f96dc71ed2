/** What a stream of changes tells; data are of no use here. */
export interface StreamEvent {
  readonly name: string;
  readonly id: string | undefined;
}

/** Nothing of ours is as long; a line without an end must not fill the page's memory. */
const MAX_LINE = 8_192;

/**
 * Reads server-sent events (HTML, section 9.2.6) piece by piece.
 *
 * @returns a function that takes the next piece and gives the events that end in it; it throws a
 * RangeError for a line without an end
 */
export function createEventReader(): (piece: string) => StreamEvent[] {
  let line = "";
  let skipsLineFeed = false;
  let name = "";
  let id: string | undefined;
  let hasData = false;

  const readLine = (text: string): StreamEvent | undefined => {
    if (text === "") {
      const event = hasData ? { name: name || "message", id } : undefined;
      name = "";
      id = undefined;
      hasData = false;
      return event;
    }
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(text) ?? [];
    if (field === "event") name = value;
    if (field === "id" && !value.includes("\0")) id = value;
    if (field === "data") hasData = true;
    return undefined;
  };

  return (piece) => {
    if (piece === "") return [];
    const lines = (line + (skipsLineFeed ? piece.replace(/^\n/, "") : piece)).split(/\r\n|\n|\r/);
    skipsLineFeed = piece.endsWith("\r");
    line = lines.pop() ?? "";
    if (line.length > MAX_LINE) throw new RangeError("A line of the stream does not end.");
    return lines.map(readLine).filter((event) => event !== undefined);
  };
}
