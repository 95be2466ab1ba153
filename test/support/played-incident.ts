import type { Owner, Person } from '../../src/incident/person.ts';
import type { Severity, WritableSeverity } from '../../src/incident/severity.ts';
import { openState } from '../../src/incident/state.ts';
import type { Classification, State } from '../../src/incident/state.ts';
import { closedIn } from './closed-in.ts';
import type { Outage, Wave } from './month-plan.ts';
import { isoOf, PRODUCTS } from './soc-month.ts';
import type { Story } from './soc-month.ts';
import { onShift, usualWait } from './soc-shifts.ts';
import type { Place } from './soc-shifts.ts';
import type { SyncWorld } from './sync-world.ts';

const [MINUTE, HOUR] = [60, 3_600];
export const POLL_SECONDS = 300;
/** How late lists may be. */
const MOST_LATE_SECONDS = 90;
/** Between two of these a cycle reads both systems: what is undone sooner was never seen. */
export const GAP_SECONDS = POLL_SECONDS + MOST_LATE_SECONDS + 30;
const CLASSES: Classification[] = ['truePositive', 'falsePositive', 'benignPositive', 'undetermined'];
const SEVERITIES: WritableSeverity[] = ['informational', 'low', 'low', 'medium', 'medium', 'medium', 'high'];
const MACHINE = 'Microsoft 365 Defender-AutomatedInvestigation';
/** The first of a wave, which the others are folded into. */
const LEADERS = 4;

type Life =
  | 'resolved'
  | 'corrected'
  | 'machine'
  | 'flap'
  | 'bounced'
  | 'spoken'
  | 'reopened'
  | 'merged'
  | 'blink'
  | 'fought'
  | 'open';
/** How often each is lived, of a hundred. */
const LIVES: readonly (readonly [Life, number])[] = [
  ['resolved', 34],
  ['corrected', 4],
  ['machine', 16],
  ['flap', 6],
  ['bounced', 6],
  ['spoken', 3],
  ['reopened', 6],
  ['merged', 8],
  ['blink', 3],
  ['fought', 4],
  ['open', 10],
];
const LIVES_IN_A_WAVE: typeof LIVES = [
  ['merged', 55],
  ['machine', 25],
  ['resolved', 15],
  ['flap', 5],
];

/** One incident, on both systems and as it truly was. */
export class PlayedIncident {
  readonly story: Story;
  readonly id: string;
  readonly wave: Wave | null;
  readonly #world: SyncWorld;
  readonly #random: () => number;
  readonly #others: readonly PlayedIncident[];
  #now: number;
  #down: 'defender' | 'sentinel' | null = null;
  #lastStep: number;
  #spokenAt = 0;

  constructor(
    world: SyncWorld,
    random: () => number,
    at: number,
    others: readonly PlayedIncident[],
    wave: Wave | null,
  ) {
    [this.#world, this.#random, this.#others, this.#now, this.#lastStep] = [world, random, others, at, at];
    this.wave = wave;
    const severity = this.#pick(SEVERITIES);
    const product = wave?.product ?? this.#pick(PRODUCTS);
    const isBornClosed = wave === null && this.#random() < 0.04;
    const state = isBornClosed ? closedIn('defender', this.#pick(CLASSES)) : openState('new');
    this.id = world.sides.raise(`Incident of ${isoOf(at)}`, { severity, state });
    world.original(this.id).incident.products = [product];
    this.story = {
      number: 0,
      openedAt: at,
      product,
      mergedAt: null,
      acknowledgedAt: null,
      attended: [],
      closings: [],
      severities: [{ from: at, severity }],
      owners: [{ from: at, owner: null }],
      asked: [],
      failed: [],
      overruled: [],
      events: [],
    };
    if (isBornClosed) this.#closing('unknown', state.classification);
  }

  /** The number its link got, once it has one. */
  async number(): Promise<void> {
    const link = await this.#world.store.sync.linkById(this.#world.context.connectionId, 'defender', this.id);
    this.story.number = link?.number ?? 0;
  }

  /** How long until somebody, or a machine, does the first thing about it. */
  untilNoticed(): number {
    return this.#some(usualWait(this.#now, this.#severity));
  }

  /** Whether what is done now is the only thing in that outage. */
  mayActIn({ from }: Outage): boolean {
    return this.#lastStep < from - 2 * GAP_SECONDS && this.story.number > 0;
  }

  begin(now: number, down: 'defender' | 'sentinel' | null): void {
    [this.#now, this.#down, this.#lastStep] = [now, down, now];
  }

  /** Does one thing after the other, and says how many seconds later the next one comes. */
  async *live(): AsyncGenerator<number, void> {
    if (this.story.closings.length > 0) return;
    const life = this.#drawLife();
    const classification = this.#pick(CLASSES);
    if (life === 'machine' || life === 'flap') {
      this.#closeByMachine(classification);
      if (life === 'machine') return;
      yield this.#after(6);
      this.#reopenByMachine();
      if (this.#random() < 0.5) return;
      yield this.#after(3);
    }
    await this.#attend();
    if (life === 'open') return;
    if (life === 'merged') return yield* this.#merge();
    if (life === 'blink') return yield* this.#blink();
    if (life === 'fought') yield* this.#fight();
    if (this.#random() < 0.12) yield* this.#rateAnew();
    yield this.#after(8);
    await this.#close(classification);
    if (life === 'corrected') {
      yield 12 * MINUTE + this.#after(2);
      this.#correct(this.#pick(CLASSES.filter((one) => one !== classification)));
    }
    if (life === 'bounced' || life === 'spoken') {
      yield GAP_SECONDS;
      if (life === 'spoken') {
        await this.#comment();
        yield 60;
      }
      this.#reopenByMachine();
      if (this.#random() < 0.5) return;
      yield this.#after(4);
      await this.#close(classification);
    }
    if (life !== 'reopened') return;
    yield 12 * MINUTE + this.#after(24);
    await this.#reopen();
    if (this.#random() < 0.3) return;
    yield this.#after(8);
    await this.#close(this.#pick(CLASSES));
  }

  #drawLife(): Life {
    // The first of a wave are looked into; what they are folded into in the end is the very first.
    const nth = this.wave === null ? -1 : this.#ofWave().indexOf(this);
    if (nth === 0) return 'resolved';
    if (nth > 0 && nth < LEADERS) return 'merged';
    const draw = this.#random() * 100;
    let sum = 0;
    const lives = this.wave === null ? LIVES : LIVES_IN_A_WAVE;
    return lives.find(([, share]) => draw < (sum += share))![0];
  }

  async #attend(): Promise<void> {
    this.story.acknowledgedAt ??= this.#now;
    this.story.attended.push(this.#now);
    const { place, person } = this.#who();
    const isNew = this.#world.original(this.id).incident.state.status === 'new';
    if (isNew && this.#random() < 0.3) return this.#setState(place, person, openState('active'));
    await this.#give(place, person);
  }

  async #give(place: Place, person: Person): Promise<void> {
    this.story.owners.push({ from: this.#now, owner: ownerIn('defender', person) });
    if (place === 'chat') return this.#click(person, { kind: 'assign', to: person });
    this.#edit(place, { owner: ownerIn(place, person) });
  }

  async #close(classification: Classification): Promise<void> {
    this.#closing('person', classification);
    this.story.attended.push(this.#now);
    const { place, person } = this.#who();
    await this.#setState(place, person, closedIn('defender', classification));
  }

  async #reopen(): Promise<void> {
    this.story.closings.at(-1)!.reopenedAt = this.#now;
    this.story.attended.push(this.#now);
    const { place, person } = this.#who();
    await this.#setState(place, person, openState('active'));
  }

  /** Somebody knows better why it was closed. */
  #correct(classification: Classification): void {
    this.story.closings.at(-1)!.reclassified = { at: this.#now, classification };
    this.#edit('defender', { state: closedIn('defender', classification) });
  }

  async #setState(place: Place, person: Person, state: State): Promise<void> {
    const { status, classification, determination } = state;
    if (place !== 'chat')
      return this.#edit(place, { state: status === 'closed' ? closedIn(place, classification) : state });
    if (status === 'closed')
      return this.#click(person, { kind: 'close', classification, determination, reason: null, comment: null });
    const isClosed = this.#world.original(this.id).incident.state.status === 'closed';
    return this.#click(person, { kind: isClosed ? 'reopen' : 'activate' });
  }

  #closeByMachine(classification: Classification): void {
    this.#closing('machine', classification);
    this.#world.sides.defenderSide.edit(this.id, { state: closedIn('defender', classification) }, MACHINE);
  }

  /** No work was done if a machine had closed it, or if nobody had said a word for less than ten minutes. */
  #reopenByMachine(): void {
    const last = this.story.closings.at(-1)!;
    last.reopenedAt = this.#now;
    last.isFlap = last.by === 'machine' || (this.#now - last.at < 10 * MINUTE && this.#spokenAt < last.at);
    this.#world.sides.defenderSide.edit(this.id, { state: openState('active') }, MACHINE);
  }

  /** Correlation folds it into one that came shortly before or after, in a wave into one of the first. */
  *#merge(): Generator<number, void> {
    const nth = this.wave === null ? -1 : this.#ofWave().indexOf(this);
    const isLeader = nth > 0 && nth < LEADERS;
    // The first ones are found to be one story when the others have been folded into them.
    yield isLeader ? 6 * HOUR + this.#after(12) : this.#after(3);
    const open = this.#others.filter((one) => one !== this && one.story.mergedAt === null && one.story.number > 0);
    const recent = open.slice(-20).filter(({ wave }) => wave === null);
    const leaders = this.#ofWave().slice(0, LEADERS);
    const survivors = this.wave === null ? recent : isLeader ? leaders.slice(0, 1) : leaders;
    const survivor = this.#pick(survivors.filter((one) => open.includes(one)));
    if (survivor === undefined) return;
    this.story.mergedAt = this.#now;
    this.#world.sides.mergeInDefender(this.id, survivor.id);
  }

  #ofWave(): PlayedIncident[] {
    return this.#others.filter(({ wave }) => wave === this.wave);
  }

  /** Closed by mistake and put back before anybody but the portal knew. */
  *#blink(): Generator<number, void> {
    yield this.#after(2);
    const { incident } = this.#world.original(this.id);
    const before = incident.state;
    this.#world.sides.defenderSide.edit(this.id, { state: closedIn('defender', 'falsePositive') });
    this.#world.sides.defenderSide.edit(this.id, { state: before });
  }

  /** Both portals change the same thing differently between two readings; the later one, Sentinel's, stands. */
  *#fight(): Generator<number, void> {
    yield this.#after(2);
    if (this.#down !== null || !this.#hasTwin()) return;
    const [one, other] = this.#random() < 0.6 ? this.#severities() : this.#owners();
    this.#edit('defender', one);
    this.#world.clock.advance(1000);
    this.#edit('sentinel', other);
    this.story.overruled.push(this.#now);
  }

  #severities(): [{ severity: Severity }, { severity: Severity }] {
    const [one, other] = SEVERITIES.filter((severity) => severity !== this.#severity).toSorted();
    const last = SEVERITIES.findLast((severity) => severity !== this.#severity && severity !== one) ?? other!;
    this.story.severities.push({ from: this.#now, severity: one! }, { from: this.#now + 1, severity: last });
    return [{ severity: one! }, { severity: last }];
  }

  #owners(): [{ owner: Owner }, { owner: Owner }] {
    const held = this.#world.original(this.id).incident.owner?.upn;
    const [one, other] = PORTAL_PEOPLE.filter(({ upn }) => upn !== held) as [Person, Person];
    const owner = ownerIn('defender', other);
    this.story.owners.push({ from: this.#now, owner: ownerIn('defender', one) }, { from: this.#now + 1, owner });
    return [{ owner: ownerIn('defender', one) }, { owner: ownerIn('sentinel', other) }];
  }

  /** Somebody finds it more or less severe than it came. */
  async *#rateAnew(): AsyncGenerator<number, void> {
    yield this.#after(1);
    const severity = this.#pick(SEVERITIES.filter((one) => one !== this.#severity));
    this.story.severities.push({ from: this.#now, severity });
    const { place, person } = this.#who();
    if (place === 'chat') await this.#click(person, { kind: 'severity', severity });
    else this.#edit(place, { severity });
  }

  get #severity(): Severity {
    return this.story.severities.at(-1)!.severity;
  }

  #comment(): Promise<void> {
    this.#spokenAt = this.#now;
    this.story.attended.push(this.#now);
    return this.#click(this.#pick(onShift(this.#now)).person, { kind: 'comment', text: 'Looked at it.' });
  }

  #closing(by: Story['closings'][number]['by'], classification: Classification): void {
    const closing = { at: this.#now, by, classification, reclassified: null, reopenedAt: null, isFlap: false };
    this.story.closings.push(closing);
  }

  async #click(by: Person, ask: Parameters<SyncWorld['act']>[0]): Promise<void> {
    const { outcome } = await this.#world.act(ask, { by, incident: this.story.number });
    if (outcome !== 'applied') throw new Error(`${ask.kind} on ${this.id} was ${outcome}`);
  }

  #edit(place: 'defender' | 'sentinel', changes: Parameters<SyncWorld['sides']['defenderSide']['edit']>[1]): void {
    const { defenderSide, sentinelSide } = this.#world.sides;
    if (place === 'defender') defenderSide.edit(this.id, changes);
    else sentinelSide.edit(this.#world.twinOf(this.id), changes);
  }

  /** Who does it, and where: not where an outage hides it, and not where it is not yet. */
  #who(): { place: Place; person: Person } {
    const { person, habit } = this.#pick(onShift(this.#now));
    const places: Place[] = ['defender'];
    if (this.story.number > 0) places.push('chat');
    if (this.#hasTwin() && this.#down === null) places.push('sentinel');
    return { person, place: places.includes(habit) && this.#random() < 0.7 ? habit : this.#pick(places) };
  }

  #hasTwin(): boolean {
    return this.#world.sides.sentinelSide.held.has(this.#world.twinOf(this.id));
  }

  #pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.#random() * of.length)]!;
  }

  /** Around so many hours of work, mostly less; what is begun late in the day may wait for the next shift. */
  #after(hours: number): number {
    return GAP_SECONDS + this.#some((hours / 3) * HOUR);
  }

  /** Some seconds, by chance, so many on average, and rarely very many. */
  #some(mean: number): number {
    return Math.floor(Math.min(-Math.log(1 - this.#random()), 5) * mean);
  }
}

const PORTAL_PEOPLE = [10, 3, 15]
  .flatMap((hour) => onShift(Date.parse('2026-03-04T00:00:00Z') / 1000 + hour * HOUR))
  .map(({ person }) => person);

/** A person as that side names an owner. */
function ownerIn(side: 'defender' | 'sentinel', { upn }: Person): Owner {
  return { upn, objectId: side === 'sentinel' ? `id-of-${upn}` : null, name: null };
}
