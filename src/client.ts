import { alternativesFinder, type FindNear } from "./alternatives-finder.ts";
import { type Bookings, bookings } from "./api/bookings.ts";
import { type Calendars, calendars } from "./api/calendars.ts";
import { type EventTypes, eventTypes } from "./api/event-types.ts";
import { type OutOfOffice, outOfOffice } from "./api/out-of-office.ts";
import { type ApiAnswer, type ApiRequest, sendRequest } from "./api/request.ts";
import { type Reservations, reservations } from "./api/reservations.ts";
import { type Schedules, schedules } from "./api/schedules.ts";
import { slotsLister } from "./api/slots.ts";
import { slotsConfirmer } from "./api/slots-confirm.ts";
import { type Teams, teams } from "./api/teams.ts";
import { type Webhooks, webhooks } from "./api/webhooks.ts";
import type { Slots } from "./booking-flow/slots.ts";
import { refuseInsideLoad } from "./cache/frame.ts";
import { CachedLayer, type Layer, type LayerDefinition, type LayerHost } from "./cache/layer.ts";
import type { LoadScope } from "./cache/question.ts";
import type { VersionNews } from "./cache/version-watcher.ts";
import { checkedChoice } from "./checks.ts";
import { ConfigurationError, StoreError } from "./errors.ts";
import type { CalcomEventName, CalcomListener } from "./events.ts";
import type { Reconciler } from "./invalidation/reconciler.ts";
import { type InvalidationTarget, tagsOfTarget } from "./invalidation/targets.ts";
import { type LoadContext, OWN_FAMILIES, readersWithin } from "./load-context.ts";
import { type CalcomClientOptions, type ResolvedOptions, resolveOptions } from "./options.ts";
import { assemble, type Parts } from "./parts.ts";
import { type ReconcilerOptions, reconcilerOf } from "./reconciler.ts";
import { versionOf } from "./version-of.ts";
import { Watch, type WatchOptions } from "./watch.ts";
import { AVAILABILITY_TRIGGERS } from "./webhooks/event-change.ts";
import type { WebhookTools } from "./webhooks/handler.ts";
import type { WebhookRequest } from "./webhooks/parse.ts";
import type { ReceivedWebhook, WebhookResult } from "./webhooks/received.ts";
import { receive } from "./webhooks/receiver.ts";

/**
 * A client of Cal.com whose caches are orphaned by every booking change it makes or hears of: in
 * every layer, in every process that shares the store.
 *
 * @example
 * ```ts
 * import { CalcomClient } from "calcom-coherent";
 *
 * const calcom = new CalcomClient({
 *   apiKey: process.env.CALCOM_API_KEY,
 *   webhookSecret: process.env.CALCOM_WEBHOOK_SECRET,
 * });
 * const { slots } = await calcom.slots.list({ eventTypeId: 123, start: "2026-12-07", end: "2026-12-08" });
 * console.log(slots);
 * ```
 */
export class CalcomClient {
  readonly slots: Slots;
  readonly bookings: Bookings;
  readonly reservations: Reservations;
  readonly eventTypes: EventTypes;
  readonly schedules: Schedules;
  readonly outOfOffice: OutOfOffice;
  readonly webhooks: Webhooks;
  readonly calendars: Calendars;
  readonly teams: Teams;
  readonly #options: ResolvedOptions;
  readonly #parts: Parts;
  readonly #findNear: FindNear;
  readonly #layers = new Map<string, object>();
  #reconciler: Reconciler | undefined;
  readonly #watch: Watch;

  /** @throws ConfigurationError for an option that cannot work */
  constructor(options: CalcomClientOptions = {}) {
    this.#options = resolveOptions(options);
    this.#parts = assemble(this.#options);
    const { invalidator, reads, watch } = this.#parts;
    this.#watch = new Watch(this.#parts, this.#options.maxStalenessMs);
    this.#findNear = alternativesFinder(this.#layerHost(), reads);
    this.slots = {
      ...slotsLister(reads),
      ...slotsConfirmer({ ...reads, invalidator }),
      alternatives: (query, options) => this.#findNear(query, { options }),
    };
    const plain = bookings(reads, (query) => this.#findNear(query, { isRefused: true }));
    this.bookings = watch?.over(plain) ?? plain;
    this.reservations = reservations(reads);
    this.eventTypes = eventTypes(reads);
    this.schedules = schedules(reads);
    this.outOfOffice = outOfOffice(reads);
    this.webhooks = webhooks(reads, {
      secrets: this.#options.webhookSecrets,
      triggers: AVAILABILITY_TRIGGERS,
    });
    this.calendars = calendars(reads);
    this.teams = teams(reads);
  }

  /**
   * Defines a family of answers of your own. It is orphaned with whatever its `load` reads; nothing
   * has to be listed anywhere.
   *
   * @param name unique within the client; part of the keys in the store
   * @throws ConfigurationError for a name that is taken
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const mornings = calcom.layer("mornings", {
   *   key: (date: string) => [date],
   *   load: async (date, context) => {
   *     const { slots } = await context.slots.list({ eventTypeId: 123, start: date, end: date });
   *     return (slots[date] ?? []).map((slot) => slot.start).filter((start) => start.includes("T0"));
   *   },
   *   ttlMs: 60_000,
   * });
   * console.log(await mornings.get("2026-12-07"));
   * ```
   */
  layer<Query, Value>(
    name: string,
    definition: LayerDefinition<Query, Value, LoadContext>,
  ): Layer<Query, Value> {
    if (name === "" || OWN_FAMILIES.has(name) || this.#layers.has(name)) {
      throw new ConfigurationError(
        `There is already a layer "${name}" on this client; its answers and yours would mix. Choose another name, and define each layer once.`,
      );
    }
    const layer = new CachedLayer(name, definition, this.#layerHost());
    this.#layers.set(name, layer);
    return layer;
  }

  #layerHost(): LayerHost<LoadContext> {
    const { cache, namespace, reads } = this.#parts;
    const { clock } = this.#options;
    const contextOf = (scope: LoadScope): LoadContext => ({
      ...readersWithin(scope, reads, this.#findNear),
      signal: scope.signal,
      get: async (layer, query, options) => {
        if (!(layer instanceof CachedLayer) || this.#layers.get(layer.name) !== layer) {
          throw new ConfigurationError("`context.get` reads layers of the same client only.");
        }
        return (await layer.readWithin(scope, query, options)).value;
      },
    });
    return { cache, clock, namespace, readOptions: reads.readOptions, contextOf };
  }

  /**
   * Takes a webhook delivery: verifies its signature, works out what changed, and orphans every
   * answer that depends on it. Resolves only when the store has confirmed that.
   *
   * @throws WebhookSignatureError (answer 401), WebhookBodyError (413 when it is too large, 400 when it
   * broke off), ConfigurationError (no secret is set, or the body was parsed before), StoreError (503)
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ webhookSecret: process.env.CALCOM_WEBHOOK_SECRET });
   *
   * export async function POST(request: Request): Promise<Response> {
   *   await calcom.handleWebhook(request);
   *   return new Response(null, { status: 204 });
   * }
   * ```
   */
  async handleWebhook(request: WebhookRequest): Promise<WebhookResult> {
    const received = await this.receiveWebhook(request);
    await received.done();
    const { event, duplicate, invalidated } = received;
    return { event, duplicate, invalidated };
  }

  /**
   * The same in two steps, for work that is to be done once per event: the invalidation is confirmed
   * when this resolves, and the event counts as a duplicate from `done()` on. `createWebhookHandler`
   * of `calcom-coherent/webhooks` is made of it.
   *
   * @throws what `handleWebhook` throws
   */
  receiveWebhook(request: WebhookRequest): Promise<ReceivedWebhook> {
    return receive(this.#parts.receiver, request);
  }

  /** For handlers made of this client, of webhooks and of slots: its clock and its log. */
  get webhookTools(): WebhookTools {
    return { clock: this.#options.clock, warn: this.#parts.receiver.warn };
  }

  /**
   * Says that something has changed which nobody announces, such as an edited schedule.
   *
   * @throws StoreError when the store has not confirmed it; it is then repeated until it lands
   */
  async invalidate(target: InvalidationTarget): Promise<void> {
    refuseInsideLoad("invalidate()");
    const change = { kind: "requested", tags: tagsOfTarget(target) } as const;
    const { coherence } = await this.#parts.invalidator.invalidate(change, "request");
    if (coherence === "confirmed") return;
    throw new StoreError(
      "The store did not confirm the invalidation. It is being repeated; until it lands this process asks Cal.com, and others may not know.",
    );
  }

  /**
   * A text that changes with every invalidation of the target, for caches that are not ours. Read
   * it **before** loading what you keep under it. While the target is in flux, or the store is
   * away, each call gives a text never seen again.
   */
  versionOf(target: InvalidationTarget): Promise<string> {
    return versionOf(this.#parts, target);
  }

  /**
   * Tells of the version of targets: as soon as it is known, and whenever what was loaded before is
   * not to be shown any more, whichever process has changed it. For pages and others that hold answers
   * for longer than a moment; `createChangesHandler` of `calcom-coherent/slots` is made of it.
   *
   * @param targets what the answers are about; several make one version
   * @param listener is told `undefined` while the store is away and nobody knows. What it throws is
   * reported to the logger
   * @param options who wants to know of looks without news, and of the client's end
   * @returns a function that stops it; after that nothing is told
   * @throws ConfigurationError for a target that names nothing
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * const stop = calcom.watch({ eventTypeId: 123 }, ({ version }) => console.log("now at", version));
   * process.once("SIGTERM", stop);
   * ```
   */
  watch(
    targets: InvalidationTarget | readonly InvalidationTarget[],
    listener: (news: VersionNews) => void,
    options?: WatchOptions,
  ): () => void {
    return this.#watch.add(targets, listener, options);
  }

  /**
   * Any other call of Cal.com's API. What changes something says what, and is fenced, bumped and
   * sent once like every write; reads inside a layer's load become dependencies of its answer.
   *
   * @throws ConfigurationError when a call that may change something does not say what; and what
   * reads and writes throw
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * await calcom.request({
   *   method: "DELETE",
   *   path: "/selected-calendars",
   *   query: { integration: "google_calendar", externalId: "team@group.example", credentialId: 5 },
   *   changes: { hostId: 7 },
   * });
   * ```
   */
  request(request: ApiRequest): Promise<ApiAnswer> {
    return sendRequest(this.#parts.reads, request);
  }

  /**
   * Makes what finds changes that no webhook has told of: it asks Cal.com now and then which bookings
   * were changed, with what is left of the rate budget. One for a client; one process at a time works.
   *
   * @throws ConfigurationError for an option that cannot work, and when it was made before
   *
   * @example
   * ```ts
   * import { CalcomClient } from "calcom-coherent";
   *
   * const calcom = new CalcomClient({ apiKey: process.env.CALCOM_API_KEY });
   * calcom.on("reconcile-failed", ({ error }) => console.warn(error));
   * const reconciler = calcom.reconciler({ intervalMs: 60_000, compare: ["schedules"] });
   * reconciler.start();
   * ```
   */
  reconciler(options: ReconcilerOptions = {}): Reconciler {
    if (this.#reconciler !== undefined) {
      throw new ConfigurationError(
        "This client has a reconciler. Keep what `reconciler()` has returned, and use that.",
      );
    }
    this.#reconciler = reconcilerOf(this.#parts, options);
    return this.#reconciler;
  }

  /** Listens. @returns a function that stops listening */
  on<Name extends CalcomEventName>(name: Name, listener: CalcomListener<Name>): () => void {
    return this.#parts.events.on(name, listener);
  }

  /**
   * The switch for a bad night: `bypass` serves and stores nothing, and still invalidates, so that
   * `on` can be set again at any time.
   */
  setMode(mode: "on" | "bypass"): void {
    this.#parts.cache.bypassed = checkedChoice("mode", mode, ["on", "bypass"]) === "bypass";
  }

  /**
   * Ends who watches, stops its reconciler and repeating unconfirmed invalidations, tells those who share the store which
   * requests have ended, and closes the store unless it was passed in.
   */
  async close(): Promise<void> {
    this.#watch.close();
    await this.#reconciler?.stop();
    this.#parts.registry.close();
    this.#parts.watch?.close();
    await this.#parts.governor.close();
    if (this.#options.ownsStore) await this.#options.store.close();
  }
}
