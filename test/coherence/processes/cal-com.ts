import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "../../../src/clock.ts";
import { createFakeCalcomOver } from "../../../src/testing/fake-calcom.ts";
import type { FakeCalcom, FakeUser } from "../../../src/testing/index.ts";
import { startFakeCalcomServer } from "../../../src/testing/server.ts";
import { createState, type State } from "../../../src/testing/state.ts";
import type { Question } from "../histories/questions.ts";
import { follow, TABLES, trueAnswer } from "../histories/truth.ts";
import type { Person } from "../histories/world.ts";
import { digestOf, questionsOf } from "./questions.ts";
import { CHANGE_HEADER, PROCESS_HEADER } from "./settings.ts";
import { addEventTypes, addPeople, subscribe } from "./world.ts";

/** Cal.com's state has changed, and with it the true answers of some questions. */
export interface Commit {
  readonly at: number;
  /** Whose doing it was. */
  readonly change: string;
  /** Numbers of questions. */
  readonly altered: readonly number[];
}

/** A digest of a question's true answer, from a moment on. */
export interface Truth {
  readonly at: number;
  readonly digest: string;
}

/** A Cal.com over HTTP that notes who changed what, and when. */
export interface CalCom {
  readonly fake: FakeCalcom;
  readonly state: State;
  readonly clock: Clock;
  readonly url: string;
  readonly people: Readonly<Record<Person, FakeUser>>;
  readonly eventTypeIds: Readonly<Record<string, number>>;
  readonly questions: readonly Question[];
  readonly commits: readonly Commit[];
  /** By the question's number, oldest first. */
  readonly truths: readonly (readonly Truth[])[];
  /** What happens in `run`, and all that comes of it, is this change. */
  as<T>(change: string, run: () => T): T;
  current(): string | undefined;
  close(): Promise<void>;
}

export interface CalComOptions {
  readonly clock: Clock;
  /** Whether cancels are announced, where anything is. */
  readonly announcesCancels: boolean;
  /** Stands between the network and Cal.com. */
  readonly answer: (
    calCom: CalCom,
    request: Request,
    from: string | undefined,
  ) => Promise<Response>;
  readonly deliver: (calCom: CalCom, request: Request) => Promise<Response>;
}

export async function startCalCom(options: CalComOptions): Promise<CalCom> {
  const { clock, announcesCancels, answer, deliver } = options;
  const actors = new AsyncLocalStorage<string>();
  const state = createState();
  const fake = createFakeCalcomOver(state, {
    clock,
    rateLimit: false,
    deliver: (request) => deliver(calCom, request),
  });
  const people = addPeople(fake);
  const eventTypeIds = addEventTypes(fake, people);
  const questions = questionsOf(eventTypeIds);
  const commits: Commit[] = [];
  const byName = new Map(questions.map((question) => [question.name, question]));
  const answerTo = ({ name }: Question) =>
    digestOf(trueAnswer({ state, clock, questions: byName }, name));
  const truths = questions.map((question) => [{ at: clock.now(), digest: answerTo(question) }]);
  const note = () => {
    const at = clock.now();
    const altered = questions.flatMap((question, number) => {
      const digest = answerTo(question);
      if (truths[number]?.at(-1)?.digest === digest) return [];
      truths[number]?.push({ at, digest });
      return [number];
    });
    if (altered.length > 0) commits.push({ at, change: actors.getStore() ?? "nobody", altered });
  };
  for (const name of TABLES) follow(state[name] as Map<unknown, unknown>, note);

  const handle = (request: Request) => {
    const from = request.headers.get(PROCESS_HEADER) ?? undefined;
    const change = request.headers.get(CHANGE_HEADER) ?? "nobody";
    return actors.run(change, () => answer(calCom, request, from));
  };
  const server = await startFakeCalcomServer({ ...fake, handle });
  subscribe(fake, eventTypeIds, announcesCancels);
  const calCom: CalCom = {
    ...{ fake, state, clock, people, eventTypeIds, questions, commits, truths },
    url: server.url,
    as: (change, run) => actors.run(change, run),
    current: () => actors.getStore(),
    close: () => server.close(),
  };
  return calCom;
}
