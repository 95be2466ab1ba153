import type { Severity } from '../../src/incident/severity.ts';
import { openState } from '../../src/incident/state.ts';
import type { Classification, State } from '../../src/incident/state.ts';
import { isoOf, PRODUCTS, seeded } from './soc-month.ts';
import type { Story } from './soc-month.ts';
import { ana, bob } from './sync-world.ts';
import type { SyncWorld } from './sync-world.ts';

const [MINUTE, HOUR, DAY] = [60, 3_600, 86_400];
const POLL_SECONDS = 300;
/** Between two of these a cycle reads both systems: what is undone sooner was never seen. */
const GAP_SECONDS = POLL_SECONDS + 30;
const CLASSES: Classification[] = ['truePositive', 'falsePositive', 'benignPositive', 'undetermined'];
const SEVERITIES: Severity[] = ['informational', 'low', 'medium', 'high'];
const PORTAL_PEOPLE = ['raj@contoso.test', 'kim@contoso.test', 'lena@contoso.test'];
const MACHINE = 'Microsoft 365 Defender-AutomatedInvestigation';

/** Where somebody does something. */
type Place = 'defender' | 'sentinel' | 'chat';
type Life =
  'resolved' | 'machine' | 'flap' | 'bounced' | 'spoken' | 'reopened' | 'merged' | 'blink' | 'fought' | 'open';
const LIVES: readonly (readonly [Life, number])[] = [
  ['resolved', 38],
  ['machine', 12],
  ['flap', 8],
  ['bounced', 7],
  ['spoken', 4],
  ['reopened', 7],
  ['merged', 8],
  ['blink', 3],
  ['fought', 5],
  ['open', 8],
];

/** When a side cannot be reached: seconds since 1970. */
interface Outage {
  side: 'defender' | 'sentinel';
  from: number;
  until: number;
}

export interface MonthPlan {
  seed: number;
  /** Seconds since 1970, at the beginning of an hour. */
  begin: number;
  days: number;
  outages: readonly Outage[];
  /** How many incidents come in an hour, in the middle. */
  rateAt(seconds: number): number;
}

/**
 * Plays a month on both systems, in chat and by machines, while the real sync reads and writes every five minutes, and
 * writes down beside it what truly happened. `look` is called after the last cycle of each hour, with the stories so far.
 */
export async function playMonth(
  world: SyncWorld,
  plan: MonthPlan,
  look: (now: number, stories: readonly Story[]) => Promise<void>,
): Promise<Story[]> {
  const { clock, sides } = world;
  const random = seeded(plan.seed);
  const played: PlayedIncident[] = [];
  const queue: { at: number; step(at: number): number | null | Promise<number | null> }[] = [];
  const seconds = () => clock.now().getTime() / 1000;
  const advanceTo = (at: number) => clock.advance(Math.max(0, at - seconds()) * 1000);
  for (let hour = plan.begin; hour < plan.begin + plan.days * DAY; hour += HOUR) {
    const count = Math.floor(random() * 2 * plan.rateAt(hour) + random());
    for (let nth = 0; nth < count; nth += 1)
      queue.push({
        at: hour + Math.floor(random() * HOUR),
        step: (at) => {
          const incident = new PlayedIncident(world, random, at, played);
          played.push(incident);
          const life = incident.live();
          const go = async (now: number): Promise<number | null> => {
            const outage = plan.outages.find(
              (one) => now >= one.from - GAP_SECONDS && now < one.until + 3 * GAP_SECONDS,
            );
            // Two changes between two readings count as one, and while a side is down it is not read.
            if (outage !== undefined && (!incident.mayActIn(outage) || random() < 0.5)) return outage.until + HOUR;
            incident.begin(now, outage?.side ?? null);
            const next = await life.next();
            if (next.done === true) return null;
            queue.push({ at: now + next.value, step: go });
            return null;
          };
          queue.push({ at: at + GAP_SECONDS + Math.floor(random() * 4 * HOUR), step: go });
          return null;
        },
      });
  }
  let busy = 3;
  let last = 0;
  for (let tick = plan.begin; tick < plan.begin + (plan.days + 1) * DAY; tick += POLL_SECONDS) {
    for (;;) {
      queue.sort((a, b) => a.at - b.at);
      const next = queue[0];
      if (next === undefined || next.at >= tick) break;
      queue.shift();
      // No two things at the same second, so that their times stay whole.
      last = Math.max(next.at, last + 1);
      advanceTo(last);
      const later = await next.step(last);
      if (later !== null) queue.push({ at: later, step: next.step });
      busy = 3;
    }
    for (const side of ['defender', 'sentinel'] as const)
      sides[`${side}Side`].setDown(
        plan.outages.some((one) => one.side === side && tick >= one.from && tick < one.until),
      );
    // While all is still, cycles write nothing and read nothing new: they are left out.
    const isDown = plan.outages.some(({ from, until }) => tick >= from && tick < until + HOUR);
    advanceTo(tick);
    if (busy > 0 || isDown || tick % (6 * HOUR) === 0) await world.desk.syncNow();
    busy -= 1;
    for (const one of played) await one.number();
    if (tick % HOUR === 0)
      await look(
        tick,
        played.map(({ story }) => story),
      );
  }
  return played.map(({ story }) => story);
}

/** One incident, on both systems and as it truly was. */
class PlayedIncident {
  readonly story: Story;
  readonly id: string;
  readonly #world: SyncWorld;
  readonly #random: () => number;
  readonly #others: readonly PlayedIncident[];
  #now: number;
  #down: 'defender' | 'sentinel' | null = null;
  #lastStep: number;
  #spokenAt = 0;

  constructor(world: SyncWorld, random: () => number, at: number, others: readonly PlayedIncident[]) {
    [this.#world, this.#random, this.#others, this.#now, this.#lastStep] = [world, random, others, at, at];
    const [severity, product] = [this.#pick(SEVERITIES), this.#pick(PRODUCTS)];
    const isBornClosed = random() < 0.04;
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
    if (this.story.number > 0) return;
    const link = await this.#world.store.sync.linkById(this.#world.context.connectionId, 'defender', this.id);
    this.story.number = link?.number ?? 0;
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
    const draw = this.#random() * 100;
    let sum = 0;
    const [life] = LIVES.find(([, share]) => draw < (sum += share)) ?? ['open'];
    const classification = this.#pick(CLASSES);
    if (life === 'machine' || life === 'flap') {
      this.#closeByMachine(classification);
      if (life === 'machine') return;
      yield this.#after(20);
      this.#reopenByMachine();
      if (this.#random() < 0.5) return;
      yield this.#after(9);
    }
    await this.#attend();
    if (life === 'open') return;
    if (life === 'merged') return yield* this.#merge();
    if (life === 'blink') return yield* this.#blink();
    if (life === 'fought') yield* this.#fight();
    yield this.#after(30);
    await this.#close(classification);
    if (life === 'bounced' || life === 'spoken') {
      yield GAP_SECONDS;
      if (life === 'spoken') {
        await this.#comment();
        yield 60;
      }
      this.#reopenByMachine();
      if (this.#random() < 0.5) return;
      yield this.#after(9);
      await this.#close(classification);
    }
    if (life !== 'reopened') return;
    yield 12 * MINUTE + this.#after(60);
    await this.#reopen();
    if (this.#random() < 0.3) return;
    yield this.#after(20);
    await this.#close(this.#pick(CLASSES));
  }

  async #attend(): Promise<void> {
    this.story.acknowledgedAt ??= this.#now;
    this.story.attended.push(this.#now);
    const place = this.#place();
    const isNew = this.#world.original(this.id).incident.state.status === 'new';
    if (isNew && this.#random() < 0.3) return this.#setState(place, openState('active'));
    const upn = place === 'chat' ? this.#pick([ana, bob]).upn! : this.#pick(PORTAL_PEOPLE);
    this.story.owners.push({ from: this.#now, owner: { upn, objectId: null, name: null } });
    if (place === 'chat') return this.#click({ kind: 'assign', to: upn === ana.upn ? ana : bob });
    const objectId = place === 'sentinel' ? `id-of-${upn}` : null;
    this.#edit(place, { owner: { upn, objectId, name: null } });
  }

  async #close(classification: Classification): Promise<void> {
    this.#closing('person', classification);
    this.story.attended.push(this.#now);
    await this.#setState(this.#place(), closedIn('defender', classification));
  }

  async #reopen(): Promise<void> {
    this.story.closings.at(-1)!.reopenedAt = this.#now;
    this.story.attended.push(this.#now);
    await this.#setState(this.#place(), openState('active'));
  }

  async #setState(place: Place, state: State): Promise<void> {
    const { status, classification, determination } = state;
    if (place !== 'chat')
      return this.#edit(place, { state: status === 'closed' ? closedIn(place, classification) : state });
    if (status === 'closed')
      return this.#click({ kind: 'close', classification, determination, reason: null, comment: null });
    const isClosed = this.#world.original(this.id).incident.state.status === 'closed';
    return this.#click({ kind: isClosed ? 'reopen' : 'activate' });
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

  *#merge(): Generator<number, void> {
    yield this.#after(10);
    const open = this.#others.filter((one) => one !== this && one.story.mergedAt === null && one.story.number > 0);
    const survivor = open.at(-1 - Math.floor(this.#random() * Math.min(20, open.length)));
    if (survivor === undefined) return;
    this.story.mergedAt = this.#now;
    this.#world.sides.mergeInDefender(this.id, survivor.id);
  }

  /** Closed by mistake and put back before anybody but the portal knew. */
  *#blink(): Generator<number, void> {
    yield this.#after(5);
    const { incident } = this.#world.original(this.id);
    const before = incident.state;
    this.#world.sides.defenderSide.edit(this.id, { state: closedIn('defender', 'falsePositive') });
    this.#world.sides.defenderSide.edit(this.id, { state: before });
  }

  /** Both portals rate it differently between two readings; the later one, Sentinel's, stands. */
  *#fight(): Generator<number, void> {
    yield this.#after(5);
    if (this.#down !== null || !this.#hasTwin()) return;
    const now = this.#world.original(this.id).incident.severity;
    const [one, other] = SEVERITIES.filter((severity) => severity !== now) as [Severity, Severity];
    this.#edit('defender', { severity: one });
    this.#world.clock.advance(1000);
    this.#edit('sentinel', { severity: other });
    this.story.overruled.push(this.#now);
    this.story.severities.push({ from: this.#now, severity: one }, { from: this.#now + 1, severity: other });
  }

  #comment(): Promise<void> {
    this.#spokenAt = this.#now;
    this.story.attended.push(this.#now);
    return this.#click({ kind: 'comment', text: 'Looked at it.' });
  }

  #closing(by: Story['closings'][number]['by'], classification: Classification): void {
    const closing = { at: this.#now, by, classification, reclassified: null, reopenedAt: null, isFlap: false };
    this.story.closings.push(closing);
  }

  async #click(ask: Parameters<SyncWorld['act']>[0]): Promise<void> {
    const { outcome } = await this.#world.act(ask, { incident: this.story.number });
    if (outcome !== 'applied') throw new Error(`${ask.kind} on ${this.id} was ${outcome}`);
  }

  #edit(place: 'defender' | 'sentinel', changes: Parameters<SyncWorld['sides']['defenderSide']['edit']>[1]): void {
    const { defenderSide, sentinelSide } = this.#world.sides;
    if (place === 'defender') defenderSide.edit(this.id, changes);
    else sentinelSide.edit(this.#world.twinOf(this.id), changes);
  }

  /** Where it is done: not where an outage hides it, and not where it is not yet. */
  #place(): Place {
    const places: Place[] = ['defender', 'defender'];
    if (this.story.number > 0) places.push('chat');
    if (this.#hasTwin() && this.#down === null) places.push('sentinel');
    return this.#pick(places);
  }

  #hasTwin(): boolean {
    return this.#world.sides.sentinelSide.held.has(this.#world.twinOf(this.id));
  }

  #pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.#random() * of.length)]!;
  }

  /** Some hours, most often few. */
  #after(hours: number): number {
    return GAP_SECONDS + Math.floor(this.#random() * this.#random() * hours * HOUR);
  }
}

/** A closure as that side keeps it. */
function closedIn(side: 'defender' | 'sentinel', classification: Classification): State {
  const determination = {
    truePositive: 'malware',
    falsePositive: 'notMalicious',
    benignPositive: 'confirmedActivity',
    undetermined: null,
  } as const;
  const reason = {
    truePositive: 'suspiciousActivity',
    falsePositive: 'inaccurateData',
    benignPositive: 'suspiciousButExpected',
    undetermined: null,
  } as const;
  const detail =
    side === 'defender'
      ? { determination: determination[classification], reason: null }
      : { determination: null, reason: reason[classification] };
  return { status: 'closed', classification, ...detail, note: '' };
}
