import type { VersionNews } from "../cache/version-watcher.ts";
import { type Clock, cancelTimer, systemClock, type TimerHandle } from "../clock.ts";
import type { InvalidationTarget } from "../invalidation/targets.ts";
import { BadQuestion, problem } from "./problems.ts";
import type { AnswerHttp } from "./slots-handler.ts";

/** What is needed of a client. */
export interface ChangesSource {
  watch(targets: readonly InvalidationTarget[], listener: (news: VersionNews) => void): () => void;
}

/** Whose changes are told, and how often that there are none. */
export interface ChangesHandlerOptions {
  /** The event types that anybody may ask about; others are not found. */
  readonly eventTypeIds: readonly number[];
  /** Milliseconds between two signs of life. @default 10_000 */
  readonly beatMs?: number;
  /** @default the platform's */
  readonly clock?: Clock;
}

/** Tells the pages of a host what changes, as server-sent events. */
export function createChangesHandler(
  calcom: ChangesSource,
  { eventTypeIds, beatMs = 10_000, clock = systemClock }: ChangesHandlerOptions,
): AnswerHttp {
  return async (request) => {
    const asked = new URL(request.url).searchParams.getAll("eventTypeId").map(Number);
    if (asked.length === 0 || !asked.every((id) => eventTypeIds.includes(id))) {
      return problem(new BadQuestion(404, "There is no such event type here."));
    }
    let end = () => {};
    let known = request.headers.get("last-event-id") ?? undefined;
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        let timer: TimerHandle | undefined;
        const send = (event: string, id = "") => {
          controller.enqueue(encoder.encode(`${id}event: ${event}\ndata: {}\n\n`));
          if (timer !== undefined) cancelTimer(timer);
          timer = clock.setTimeout(() => send(known === undefined ? "unknown" : "beat"), beatMs);
        };
        controller.enqueue(encoder.encode("retry: 2000\n\n"));
        const stop = calcom.watch(
          asked.map((eventTypeId) => ({ eventTypeId })),
          ({ version }) => {
            const isKnown = version !== undefined && version === known;
            known = version;
            if (version === undefined) send("unknown");
            else if (isKnown) send("beat");
            else send("version", `id: ${version}\n`);
          },
        );
        end = () => {
          stop();
          if (timer !== undefined) cancelTimer(timer);
        };
        request.signal.addEventListener("abort", () => {
          end();
          controller.close();
        });
      },
      cancel: () => end(),
    });
    return new Response(body, {
      headers: {
        "content-type": "text/event-stream",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
      },
    });
  };
}
