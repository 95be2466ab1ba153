import fc from 'fast-check';
import { RemoteError } from '../../src/sync/ports/remote-error.ts';
import { rollUpId } from '../../src/sync/roll-up.ts';
import { letRun } from './hold-request.ts';
import { addKnownComments } from './known-comments.ts';
import { createSituation } from './model/situation.ts';
import type { Situation } from './model/situation.ts';
import type { SyncWorld } from './sync-world.ts';

type Place = 'defender' | 'sentinel' | 'chat';
type SayStep = { do: 'say'; where: Place; length: number };
type CycleStep = { do: 'cycle' };

/** Something that happens to the comments of one incident. */
export type CommentStep =
  | SayStep
  | CycleStep
  /** Somebody rewrites a comment they made in Sentinel. */
  | { do: 'edit'; which: number; length: number }
  /** People delete some of what a playbook said in Sentinel, or it says more. */
  | { do: 'make room'; comments: number }
  | { do: 'fill'; comments: number }
  | { do: 'wait'; seconds: number }
  /** The next comment put to a side is not answered, and arrives so much later; null: never. */
  | { do: 'lose'; side: 'defender' | 'sentinel'; arrivesAfterSeconds: number | null }
  | { do: 'crash'; request: number; when: 'before' | 'after'; during: SayStep | CycleStep }
  | { do: 'together'; steps: (SayStep | CycleStep)[]; turnsBetween: number };

const say: fc.Arbitrary<SayStep> = fc.record({
  do: fc.constant('say'),
  where: fc.constantFrom('defender', 'sentinel', 'chat'),
  // Around the limit of one part, and of two.
  length: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 930, max: 1010 }), fc.constant(2400)),
});
const cycle = fc.constant<CycleStep>({ do: 'cycle' });

export const anyCommentStep: fc.Arbitrary<CommentStep> = fc.oneof(
  { weight: 5, arbitrary: say },
  { weight: 4, arbitrary: cycle },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('edit'),
      which: fc.nat({ max: 5 }),
      length: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('make room'), comments: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fill'), comments: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait'), seconds: fc.integer({ min: 1, max: 400 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('lose'),
      side: fc.constantFrom('defender', 'sentinel'),
      arrivesAfterSeconds: fc.option(fc.integer({ min: 0, max: 29 })),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('crash'),
      request: fc.integer({ min: 1, max: 8 }),
      when: fc.constantFrom('before', 'after'),
      during: fc.oneof(cycle, say),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('together'),
      steps: fc.array(fc.oneof(say, cycle), { minLength: 2, maxLength: 3 }),
      turnsBetween: fc.nat({ max: 12 }),
    }),
  },
);

/** A comment people made: `length` times a character no other comment has. */
export interface Said {
  character: string;
  length: number;
  where: Place;
  /** The process died while it was said in chat: it may have been taken or not. */
  isDoubtful: boolean;
  /** What stands in Sentinel in its place since. */
  editedTo: Said | null;
}

export interface Conversation {
  world: SyncWorld;
  id: string;
  said: Said[];
  /** Comments of a playbook, by their text. */
  playbook: string[];
  atOnce: Situation['atOnce'];
}

export async function startConversation(turns: number[], known: number): Promise<Conversation> {
  const { world, ids, atOnce } = await createSituation({ turns });
  const playbook = await addKnownComments(world, ids[0]!, known);
  return { world, id: ids[0]!, said: [], playbook, atOnce };
}

export async function converse(conversation: Conversation, step: CommentStep): Promise<void> {
  const { world, id, said, playbook } = conversation;
  const twin = world.twinOf(id);
  switch (step.do) {
    case 'say':
    case 'cycle':
      await begin(conversation, step);
      return letRun(120);
    case 'edit': {
      const mine = said.filter(({ where, editedTo }) => where === 'sentinel' && editedTo === null);
      const target = mine[step.which % mine.length];
      if (target === undefined) return;
      target.editedTo = utter(conversation, { do: 'say', where: 'sentinel', length: step.length });
      return world.sides.editCommentInSentinel(twin, target.character, textOf(target.editedTo));
    }
    case 'make room':
      for (const text of playbook.splice(0, step.comments)) world.sides.editCommentInSentinel(twin, text, null);
      return;
    case 'fill':
      for (let n = 0; n < step.comments && world.twin(id).comments.length < 100; n += 1) {
        const text = `more of the playbook ${playbook.length}-${world.clock.now().getTime()}-${n};`;
        playbook.push(text);
        world.sides.commentInSentinel(twin, text, 'Playbook');
      }
      return;
    case 'wait':
      world.clock.advance(step.seconds * 1000);
      return letRun(120);
    case 'lose':
      return lose(conversation, step.side, step.arrivesAfterSeconds);
    case 'crash':
      await world.orCrash(step.request, step.when, () => begin(conversation, step.during));
      if (step.during.do === 'say' && step.during.where === 'chat') said.at(-1)!.isDoubtful = true;
      return;
    case 'together': {
      const begun: Promise<void>[] = [];
      for (const part of step.steps) {
        begun.push(begin(conversation, part));
        await letRun(step.turnsBetween);
      }
      await Promise.all(begun);
      return letRun(120);
    }
    default:
      return step satisfies never;
  }
}

async function begin(conversation: Conversation, step: SayStep | CycleStep): Promise<void> {
  const { world, id } = conversation;
  if (step.do === 'cycle') {
    await world.desk.syncNow();
    return;
  }
  if (step.where === 'sentinel' && world.twin(id).comments.length >= 100) return;
  const text = textOf(utter(conversation, step));
  if (step.where === 'defender') world.sides.commentInDefender(id, text);
  else if (step.where === 'sentinel') world.sides.commentInSentinel(world.twinOf(id), text);
  else await world.click(1, { kind: 'comment', text });
}

function utter({ said }: Conversation, { where, length }: SayStep): Said {
  const one: Said = {
    character: String.fromCodePoint(0x4e00 + said.length),
    length,
    where,
    isDoubtful: false,
    editedTo: null,
  };
  said.push(one);
  return one;
}

export function textOf({ character, length }: Said): string {
  return character.repeat(length);
}

/** Takes the next comment put to a side, says nothing, and passes it on later. */
function lose(conversation: Conversation, side: 'defender' | 'sentinel', seconds: number | null): void {
  const { world, id, atOnce } = conversation;
  const { defender, sentinel } = world.sides;
  const passOn = (after: number, arrive: () => Promise<unknown>): never => {
    if (seconds !== null) world.clock.after(after * 1000, () => void arrive().catch(() => undefined));
    throw new RemoteError('unreachable', 'reset', { inDoubt: true });
  };
  if (side === 'defender') {
    const { addComment } = defender;
    defender.addComment = async (...comment) => {
      defender.addComment = addComment;
      return passOn(seconds ?? 0, () => atOnce.addComment(...comment));
    };
    return;
  }
  const { putComment } = sentinel;
  const rollUp = rollUpId({ ...world.context, sentinelName: world.twinOf(id) });
  sentinel.putComment = async (...comment) => {
    sentinel.putComment = putComment;
    // A roll-up may arrive later than any request should, and take back a newer one.
    const latest = (seconds ?? 0) * (comment[1] === rollUp ? 30 : 1);
    return passOn(latest, () => atOnce.putComment(...comment));
  };
}
