import { serve } from "@hono/node-server";

type Answer = (request: Request) => Response | Promise<Response>;

/** A server that listens. */
export interface Listening {
  /** Without a path. */
  readonly url: string;
  /** Answers by this from now on; until then nothing is here. */
  answerWith(answer: Answer): void;
  close(): Promise<void>;
}

const notYet: Answer = () => new Response(null, { status: 503 });

/**
 * Listens first and answers later: Cal.com has to be told the address before there is a client, and
 * the client its secret before there are answers.
 */
export async function listen(hostname: string, port: number): Promise<Listening> {
  let answer = notYet;
  const server = serve({ fetch: (request) => answer(request), port, hostname });
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", reject);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  const name = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `http://${name}:${address.port}`,
    answerWith(given) {
      answer = given;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
