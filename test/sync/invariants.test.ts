import type { Invariant } from '../support/model/invariants.ts';
import { PROPERTIES } from '../support/model/properties.ts';
import type { PropertyName } from '../support/model/properties.ts';
import type { Setting, Situation } from '../support/model/situation.ts';
import type { Step } from '../support/model/step.ts';

/** A proof that cannot fail proves nothing: each invariant of the model-based test is broken here once, behind its back. */

interface Breach {
  /** Beside Microsoft's own sync, where that is the only place it is claimed. */
  isNative?: boolean;
  script: Step[];
  /** Done when all is quiet, before anybody mends anything. */
  whenQuiet?: (situation: Situation, id: string) => unknown;
  /** Done when all is quiet. */
  inTheEnd?: (situation: Situation, id: string) => unknown;
  /** Done after the last step. */
  after?: (situation: Situation, id: string) => unknown;
}

const wait = { do: 'wait', seconds: 60 } as const;
const cycle = { do: 'cycle' } as const;
const click = { do: 'click', which: 0, ask: { kind: 'severity', severity: 'low' }, by: 'ana' } as const satisfies Step;
const lower = { do: 'edit', side: 'defender', which: 0, changes: { severity: 'low' } } as const satisfies Step;

/** Everything tells another story than people left, the base included. */
async function forget({ world }: Situation, id: string): Promise<void> {
  for (const held of [world.original(id), world.twin(id)]) held.incident.severity = 'medium';
  const link = (await world.store.sync.link(1))!;
  link.base = { ...link.base, severity: { defender: 'medium', sentinel: 'medium' } };
  await world.store.sync.transaction((records) => records.saveLink(link));
}

const BREACHES: Record<Invariant, Breach> = {
  'differences are told': {
    script: [cycle],
    whenQuiet: ({ world }, id) => Object.assign(world.original(id).incident, { severity: 'low' }),
  },
  'one story': {
    script: [cycle],
    inTheEnd: ({ world }, id) => Object.assign(world.original(id).incident, { severity: 'low' }),
  },
  'comments once': {
    script: [{ do: 'comment', where: 'defender', which: 0 }],
    inTheEnd: ({ world }, id) => world.twin(id).comments.push(world.twin(id).comments[0]!),
  },
  'alerts once': {
    script: [{ do: 'alert', which: 0, isChange: false }],
    inTheEnd: ({ world }, id) => world.twin(id).bookmarks.pop(),
  },
  'nothing is made twice or again': {
    script: [cycle],
    inTheEnd: ({ world }, id) => world.sides.sentinelSide.held.set('another', structuredClone(world.twin(id))),
  },
  'nothing forbidden is written': {
    script: [{ do: 'order', order: 'pause' }, cycle],
    after: ({ world }, id) => world.sides.defender.update(id, { severity: 'low' }),
  },
  'no lost edit': {
    script: [wait, lower, wait],
    inTheEnd: forget,
  },
  'no lost click': {
    isNative: true,
    script: [wait, click, wait],
    inTheEnd: forget,
  },
  'quiet when still': {
    script: [cycle],
    inTheEnd: ({ world }, id) => world.sides.commentInSentinel(world.twinOf(id), 'just now'),
  },
};

const setting: Record<PropertyName, Setting> = {
  bridge: { turns: [0] },
  native: { turns: [0], begins: 'native', nativeSync: { creationDelaySeconds: 5, batchingSeconds: 0 } },
};

test.each(Object.entries(BREACHES))('a breach of "%s" is noticed', async (name, breach) => {
  const { script, whenQuiet, inTheEnd, after } = breach;
  const property: PropertyName = breach.isNative === true ? 'native' : 'bridge';
  const played = PROPERTIES[property].hold({ ...setting[property], script }, (situation) => {
    const [id] = situation.ids;
    if (whenQuiet !== undefined) situation.whenQuiet = async () => void (await whenQuiet(situation, id!));
    if (inTheEnd !== undefined) situation.inTheEnd = async () => void (await inTheEnd(situation, id!));
    situation.followers.push(async (step) => void (step === script.at(-1) && (await after?.(situation, id!))));
  });
  await expect(played).rejects.toThrow(`"${name}" does not hold`);
});
