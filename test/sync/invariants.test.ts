import type { Invariant } from '../support/model/invariants.ts';
import { PROPERTIES } from '../support/model/properties.ts';
import type { Situation } from '../support/model/situation.ts';
import type { Step } from '../support/model/step.ts';

/** A proof that cannot fail proves nothing: each invariant of the model-based test is broken here once, behind its back. */

interface Breach {
  script: Step[];
  /** Done when all is quiet. */
  inTheEnd?: (situation: Situation, id: string) => unknown;
  /** Done after the last step. */
  after?: (situation: Situation, id: string) => unknown;
}

const wait = { do: 'wait', seconds: 60 } as const;
const cycle = { do: 'cycle' } as const;
const lower = { do: 'edit', side: 'defender', which: 0, changes: { severity: 'low' } } as const satisfies Step;

const BREACHES: Partial<Record<Invariant, Breach>> = {
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
    async inTheEnd({ world }, id) {
      for (const held of [world.original(id), world.twin(id)]) held.incident.severity = 'medium';
      const link = (await world.store.sync.link(1))!;
      link.base = { ...link.base, severity: { defender: 'medium', sentinel: 'medium' } };
      await world.store.sync.transaction((records) => records.saveLink(link));
    },
  },
  'quiet when still': {
    script: [cycle],
    inTheEnd: ({ world }, id) => world.sides.commentInSentinel(world.twinOf(id), 'just now'),
  },
};

test.each(Object.entries(BREACHES))('a breach of "%s" is noticed', async (name, { script, inTheEnd, after }) => {
  const played = PROPERTIES.bridge.hold({ turns: [0], script }, (situation) => {
    const [id] = situation.ids;
    if (inTheEnd !== undefined) situation.inTheEnd = async () => void (await inTheEnd(situation, id!));
    situation.followers.push(async (step) => void (step === script.at(-1) && (await after?.(situation, id!))));
  });
  await expect(played).rejects.toThrow(`"${name}" does not hold`);
});
