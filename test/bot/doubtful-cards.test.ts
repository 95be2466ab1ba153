import { buttonNamed, setCardStage } from '../support/card-stage.ts';
import { codeIn } from '../support/chat-world.ts';

const stage = setCardStage();

describe('cards that are not what they seem', () => {
  const tampered = async (change: object, inChannel = stage.world.channel) => {
    const { message } = await stage.shown();
    const action = buttonNamed(message.card!, 'assignToMe');
    const base = stage.world.teams.activityBase(stage.world.people.raj, inChannel, message.rootId);
    return stage.world.teams.post({
      ...base,
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { ...action, data: { ...action.data, ...change } } },
    });
  };

  it.each([{ incident: 1 }, { version: 99 }, { card: '6f1c2a34-0b5d-4c7e-9a10-2b3c4d5e6f70' }, { mac: 'x' }])(
    'refuses one whose data was changed: %o',
    async (change) => {
      const answer = await tampered(change);
      expect(answer.status).toBe(200);
      expect(codeIn(answer.body)).toBe('forged');
      expect(stage.auditedLast()?.outcome).toBe('refused:forged');
    },
  );

  it('refuses one that was carried to another conversation', async () => {
    expect(codeIn((await tampered({}, stage.world.unbound)).body)).toBe('forged');
  });

  it('gives a fresh one for a card of ours that was signed with a key we dropped', async () => {
    const answer = await tampered({ keyId: 'deadbeef' });
    expect(codeIn(answer.body)).toBe('unknown_key');
    expect(answer.body).toMatchObject({ type: 'application/vnd.microsoft.card.adaptive' });
    expect(codeIn((await tampered({ keyId: 'deadbeef', incident: 1 })).body)).toBe('forged');
  });

  it.each([{ verb: 'explode' }, { incident: 'x' }, { version: -1 }, { tags: ['a'] }, { mac: { $gt: '' } }])(
    'refuses a malformed payload: %o',
    async (change) => {
      const answer = await tampered(change);
      expect(answer.status).toBe(200);
      expect(codeIn(answer.body)).toBe('malformed');
    },
  );

  it('answers an empty invoke and says no to one it does not know', async () => {
    const base = { ...stage.world.teams.activityBase(stage.world.people.raj, stage.world.channel), type: 'invoke' };
    expect(codeIn((await stage.world.teams.post({ ...base, name: 'adaptiveCard/action', value: {} })).body)).toBe(
      'malformed',
    );
    expect(codeIn((await stage.world.teams.post({ ...base, name: 'task/submit', value: null })).body)).toBe(
      'malformed',
    );
    expect((await stage.world.teams.post({ ...base, name: 'composeExtension/setting', value: {} })).status).toBe(400);
  });
});
