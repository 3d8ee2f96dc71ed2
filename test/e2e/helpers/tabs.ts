import type { Browser } from "playwright-core";

/** A tab of a window with others, which Playwright itself would keep from ever being hidden. */
export interface Tab {
  /** The value of an expression in the page. */
  read<T>(expression: string): Promise<T>;
  send(method: string, parameters?: object): Promise<unknown>;
  /** Brings it to the front; the tab that was there is hidden. */
  show(): Promise<void>;
  close(): Promise<void>;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Opens tabs that hide each other as those of a visitor do. */
export async function openTabs(browser: Browser) {
  const session = await browser.newBrowserCDPSession();
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const answer = JSON.parse(message) as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });

  /** Opens an address in a tab in front of all others. */
  return async function open(url: string): Promise<Tab> {
    const { targetId } = await session.send("Target.createTarget", { url });
    const { sessionId } = await session.send("Target.attachToTarget", { targetId });
    const send = async (method: string, parameters: object = {}) => {
      const id = ++last;
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
      const message = JSON.stringify({ id, method, params: parameters });
      await session.send("Target.sendMessageToTarget", { sessionId, message });
      const { result, error } = await answered;
      if (error !== undefined) throw new Error(`${method}: ${error.message}`);
      return result;
    };
    return {
      send,
      async read<T>(expression: string) {
        const answer = await send("Runtime.evaluate", { expression, returnByValue: true });
        return (answer as { result: { value: T } }).result.value;
      },
      show: async () => void (await session.send("Target.activateTarget", { targetId })),
      close: async () => void (await session.send("Target.closeTarget", { targetId })),
    };
  };
}
