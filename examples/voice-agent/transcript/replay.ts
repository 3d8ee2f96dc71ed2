import { type Elsewhere, MONDAY, SCENES, type Scene, type SentCall, type Step } from "./scenes.ts";
import { type Answered, openStage, type Stage } from "./stage.ts";

/** What was heard and done at a moment. */
export type Line =
  | { readonly at: string; readonly kind: "elsewhere"; readonly told: string }
  | {
      readonly at: string;
      readonly kind: "call";
      readonly caller: string;
      readonly sent: SentCall;
      /** What happened before it was answered. */
      readonly meanwhile: string | undefined;
      readonly came: Answered;
    };

/** A scene that has been played. */
export interface Played {
  readonly scene: Scene;
  readonly lines: readonly Line[];
  /** Bookings the caller was told of, and those of them that stand at Cal.com under his call. */
  readonly promised: number;
  readonly kept: number;
  /** Times that were named although they were taken. */
  readonly falseOffers: number;
}

/** Plays every scene, each in a world of its own. */
export async function replay(scenes: readonly Scene[] = SCENES): Promise<Played[]> {
  const played: Played[] = [];
  for (const scene of scenes) {
    const stage = await openStage();
    try {
      const lines: Line[] = [];
      for (const step of scene.steps) lines.push(await play(stage, step));
      played.push({ scene, lines, ...judge(stage, lines) });
    } finally {
      await stage.close();
    }
  }
  return played;
}

async function play(stage: Stage, step: Step): Promise<Line> {
  const { at } = step;
  await stage.until(at);
  if ("elsewhere" in step) {
    await stage.elsewhere(step.elsewhere);
    return { at, kind: "elsewhere", told: tell(step.elsewhere) };
  }
  const { caller, sends, meanwhile } = step;
  const came = await stage.send(sends, meanwhile);
  return { at, kind: "call", caller, sent: sends, meanwhile: meanwhile && tell(meanwhile), came };
}

const tell = ({ books, webhook }: Elsewhere): string =>
  `Somebody books Monday ${books} in the widget; the webhook ${webhook}.`;

function judge({ account, office }: Stage, lines: readonly Line[]) {
  const calls = lines.filter((line) => line.kind === "call");
  const promises = calls.filter(({ came }) => came.answer.status === "booked");
  const stands = ({ sent }: { sent: SentCall }) =>
    account.fake.bookings.list().some(({ start, status, metadata }) => {
      const isWish = start === office.wish(MONDAY, sent.args.hour ?? "").at;
      return isWish && status === "accepted" && metadata.phoneCall === "call_852";
    });
  const offers = calls.flatMap(({ came }) => came.offers);
  return {
    promised: promises.length,
    kept: promises.filter(stands).length,
    falseOffers: offers.filter(({ isFree }) => !isFree).length,
  };
}
