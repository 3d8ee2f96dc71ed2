import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type DeskSettings, type Order, SETTINGS, type Told } from "./orders.ts";

const DESK = fileURLToPath(new URL("./desk.ts", import.meta.url));

/** A desk as the office sees it: a process that carries out orders. */
export class Desk {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (told: Told) => void>();
  #orders = 0;

  private constructor(name: string, settings: DeskSettings) {
    this.name = name;
    const env = { ...process.env, [SETTINGS]: JSON.stringify(settings) };
    this.#process = fork(DESK, [], { env });
    this.#process.on("message", ({ id, told }: { id: number; told: Told }) => {
      this.#waiting.get(id)?.(told);
      this.#waiting.delete(id);
    });
  }

  static open(name: string, settings: DeskSettings): Desk {
    return new Desk(name, settings);
  }

  tell(order: Order): Promise<Told> {
    const id = ++this.#orders;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, resolve);
      this.#process.send({ id, order }, (error) => error !== null && reject(error));
    });
  }

  /** Ends it as a crash would; what it was about to do stays undone. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await ended;
  }
}
