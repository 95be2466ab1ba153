import { Alarm, realAfter, type After } from './alarm.ts';
import type { CarriedDefender, CarriedReading, CarriedSentinel, SideName } from './carried-side.ts';
import { CARRIED_FIELDS, CLOSING_DETAIL, newsIn } from './carried-values.ts';
import { carryBatch } from './carry-batch.ts';
import { Pairs, type Pair } from './pairs.ts';
import { defaultSettings, delayMsOf, withPlan, type NativeSyncPlan, type NativeSyncSettings } from './settings.ts';
import { WaitingChanges, type WaitingChange } from './waiting-changes.ts';

export interface NativeSyncOptions {
  defender: CarriedDefender;
  sentinel: CarriedSentinel;
  now: () => Date;
  /** Switched on (paused included) or off. */
  onSwitch?: (isOn: boolean) => void;
}

/**
 * Microsoft's own sync of incidents between Defender XDR and Sentinel, as its documentation (defender-docs,
 * `microsoft-365-defender-sentinel-integration`) and people's reports describe it: twins under random names, fields
 * both ways through a table that loses detail, new comments only, and all of it late.
 *
 * Assumed where nothing is documented:
 * - Both sides changed a field before it was carried: the later write wins, neither side is preferred.
 * - Sentinel classifies what is closed: Defender's classification waits for the closing, Sentinel's reopening takes
 *   none back. Closed from Defender while the classification is late or lost, the twin is `Undetermined`.
 * - A false positive of `IncorrectAlertLogic` becomes `InaccurateData` with the next write from Defender.
 * - An owner the directory does not know, or one without a principal name (a group), leaves the other side's as it is.
 * - Defender incidents from before it was switched on get a twin too; comments from before are not new.
 * - One that is merged before it has a twin gets none. A deleted twin is not made again while it stays on.
 */
export class NativeSync {
  #settings = defaultSettings();
  readonly #options: NativeSyncOptions;
  readonly #pairs: Pairs;
  readonly #waiting = new WaitingChanges();
  #disconnects: (() => void)[] = [];
  /** While it writes, what it is told of is its own doing. */
  #isWriting = false;
  readonly #alarm = new Alarm(() => this.step());

  constructor(options: NativeSyncOptions) {
    this.#options = options;
    this.#pairs = new Pairs(options.sentinel);
  }

  get settings(): Readonly<NativeSyncSettings> {
    return this.#settings;
  }

  /** Sets what the plan names. */
  apply(plan: NativeSyncPlan): void {
    const wasOn = this.#settings.state !== 'off';
    this.#settings = withPlan(this.#settings, plan);
    const isOn = this.#settings.state !== 'off';
    if (isOn && !wasOn) this.#switchOn();
    if (wasOn && !isOn) this.#switchOff();
    this.#setAlarm();
  }

  /** Off, and with the settings it was made with. */
  reset(): void {
    this.apply(defaultSettings());
  }

  /** The name of the Sentinel incident that belongs to this one of Defender's, once there is one. */
  twinOf(defenderId: string): string | null {
    return this.#pairs.of('defender', defenderId)?.twin ?? null;
  }

  /** The present setting as JSON, and what waits to be carried. Without a time: it waits for the twin. */
  describe() {
    const waiting = this.#waiting.all().map((change) => {
      const dueAtMs = this.#dueAtMs(change);
      const { incident, to, field } = change;
      return { incident, to, field, dueAt: dueAtMs === null ? null : new Date(dueAtMs).toISOString() };
    });
    return { ...this.#settings, waiting };
  }

  /** Does what is due by now. Answers how many writes that took. */
  step(): number {
    if (this.#settings.state !== 'on') return 0;
    const nowMs = this.#nowMs();
    let writes = 0;
    this.#isWriting = true;
    try {
      for (const pair of this.#pairs.twinless) if (this.#twinDueAtMs(pair) <= nowMs) writes += this.#makeTwin(pair);
      writes += this.#carryDue(nowMs);
    } finally {
      this.#isWriting = false;
    }
    this.#setAlarm();
    return writes;
  }

  /** Steps by itself whenever something falls due, until the answer is called. */
  run(after: After = realAfter): () => void {
    this.#alarm.runOn(after);
    this.#setAlarm();
    return () => this.#alarm.runOn(null);
  }

  #switchOn(): void {
    const { defender, sentinel, onSwitch } = this.#options;
    for (const id of defender.ids()) this.#pairs.add(id, defender.read(id), this.#nowMs());
    this.#disconnects = [
      defender.onChange((id) => this.#notice('defender', id)),
      sentinel.onChange((name) => this.#notice('sentinel', name)),
    ];
    onSwitch?.(true);
  }

  #switchOff(): void {
    for (const disconnect of this.#disconnects.splice(0)) disconnect();
    this.#pairs.clear();
    this.#waiting.forget();
    this.#options.onSwitch?.(false);
  }

  #notice(side: SideName, id: string): void {
    const known = this.#pairs.of(side, id);
    const pair = known ?? (side === 'defender' ? this.#pairs.add(id, null, this.#nowMs()) : undefined);
    if (pair === undefined || pair.isOver) return;
    const reading = this.#options[side].read(id);
    if (reading === null) return this.#end(pair);
    const last = pair.seen[side];
    pair.seen[side] = reading;
    const to = side === 'defender' ? 'sentinel' : 'defender';
    // Whoever reopens says no longer what it was closed as.
    for (const field of CLOSING_DETAIL) if (!(field in reading.values)) this.#waiting.withdraw(pair.id, to, field);
    if (this.#isWriting) return;
    if (reading.isMerged) {
      this.#end(pair);
      if (pair.twin !== null) this.#wait(pair, 'sentinel', { field: 'merge' });
    } else {
      this.#noticeChanges(pair, to, last, reading);
    }
    this.#setAlarm();
  }

  #noticeChanges(pair: Pair, to: SideName, last: CarriedReading | null, { values, comments }: CarriedReading): void {
    const known = new Set(last?.comments.map(({ key }) => key));
    for (const comment of comments) if (!known.has(comment.key)) this.#wait(pair, to, { field: 'comments', comment });
    // A twin is made of what Defender holds by then.
    if (pair.twin === null) return;
    const news = newsIn(values, last?.values ?? {});
    for (const field of CARRIED_FIELDS)
      if (field in news) this.#wait(pair, to, { field, values: { [field]: news[field] } });
  }

  #wait(pair: Pair, to: SideName, change: DistributiveOmit<WaitingChange, 'incident' | 'to' | 'openedAtMs'>): void {
    const waiting = { ...change, incident: pair.id, to, openedAtMs: this.#nowMs() };
    this.#waiting.add(waiting, 1000 * this.#settings.batchingSeconds);
  }

  #makeTwin(pair: Pair): number {
    const { defender, sentinel } = this.#options;
    const reading = defender.read(pair.id);
    if (this.#pairs.joinPresent(pair) || reading === null) return 0;
    const { closingNote, ...values } = reading.values;
    const note = this.#settings.carriesClosingNote && closingNote !== undefined ? { closingNote } : {};
    this.#pairs.join(pair, sentinel.create(pair.id, { ...values, ...note }, this.#settings.providerName));
    return 1;
  }

  #carryDue(nowMs: number): number {
    const isWaiting = this.#waiting.has.bind(this.#waiting);
    const carrying = { ...this.#options, settings: this.#settings, isWaiting };
    let writes = 0;
    for (;;) {
      const batch = this.#waiting.takeNext(nowMs, (change) => this.#dueAtMs(change));
      if (batch === null) return writes;
      const twin = this.twinOf(batch[0].incident);
      if (twin !== null) writes += carryBatch(carrying, batch, twin);
    }
  }

  #end(pair: Pair): void {
    this.#pairs.end(pair);
    this.#waiting.forget(pair.id);
  }

  /** Null while there is no twin to carry it to. */
  #dueAtMs({ incident, to, field, openedAtMs }: WaitingChange): number | null {
    if (this.twinOf(incident) === null) return null;
    return openedAtMs + delayMsOf(this.#settings, to, field === 'merge' ? 'status' : field);
  }

  #twinDueAtMs({ foundAtMs }: Pair): number {
    return foundAtMs + 1000 * this.#settings.creationDelaySeconds;
  }

  #nowMs(): number {
    return this.#options.now().getTime();
  }

  #setAlarm(): void {
    const isOn = this.#settings.state === 'on';
    const twins = [...this.#pairs.twinless].map((pair) => this.#twinDueAtMs(pair));
    const changes = this.#waiting.all().map((change) => this.#dueAtMs(change) ?? Infinity);
    this.#alarm.set(isOn ? Math.min(...twins, ...changes) - this.#nowMs() : Infinity);
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
