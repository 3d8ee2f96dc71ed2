interface EndingClient {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  on(event: string, listener: () => void): unknown;
  destroy(): unknown;
}

/**
 * Ends a client of ours. One that is destroyed while it connects keeps the connection it then gets,
 * out of everybody's reach; so the outcome of the attempt is waited for.
 */
export function endClient(client: EndingClient): void {
  if (!client.isOpen) return;
  const end = () => {
    if (client.isOpen) client.destroy();
  };
  if (client.isReady) {
    end();
  } else {
    client.on("ready", end);
    client.on("error", end);
  }
}
