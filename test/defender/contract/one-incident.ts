import { ANA } from './trial.ts';
import type { Trial } from './trial.ts';

/** One incident, and what is said on it. */
export function describeOneIncident(trial: Trial): void {
  const { portal, raise } = trial;

  describe('reading one', () => {
    test('tells it with its comments, and none for an id that nobody has', async () => {
      const port = trial.defender.port();
      const id = raise('one');
      portal().comment(id, 'from the portal', ANA);
      expect((await port.get(id))?.incident).toMatchObject({
        id,
        comments: [{ id: null, author: ANA, text: 'from the portal' }],
        commentCount: 1,
      });
      expect(await port.get('999999')).toBeNull();
    });

    test.each(['../incidents', 'a b', '1;2', '%2e%2e', '4101/comments'])('nobody has the id %s', async (id) => {
      raise('one');
      await expect(trial.defender.port().get(id)).resolves.toBeNull();
    });

    test('a merged incident is closed and points to its survivor', async () => {
      const [source, target] = [raise('folded in'), raise('survivor')];
      portal().merge(source, target);
      expect((await trial.defender.port().get(source))?.incident).toMatchObject({
        mergedInto: target,
        state: { status: 'closed' },
      });
    });
  });

  describe('comments', () => {
    test('are appended, and all of them are answered, oldest first', async () => {
      const port = trial.defender.port();
      const id = raise('talked about');
      portal().comment(id, 'first, from the portal', ANA);
      await port.addComment(id, 'second\nover two lines');
      portal().comment(id, 'third', ANA);
      const comments = await port.addComment(id, '<b>fourth</b> "quoted"');
      expect(comments.map(({ author, text }) => [author, text])).toEqual([
        [ANA, 'first, from the portal'],
        ['Dragoman', 'second\nover two lines'],
        [ANA, 'third'],
        ['Dragoman', '<b>fourth</b> "quoted"'],
      ]);
      expect((await port.get(id))?.incident.comments).toEqual(comments);
    });

    test('a comment changes nothing else', async () => {
      const id = raise('talked about', { customTags: ['vip'], assignedTo: ANA });
      await trial.defender.port().addComment(id, 'hello');
      expect(portal().get(id)).toMatchObject({ customTags: ['vip'], assignedTo: ANA, status: 'active' });
    });
  });
}
