import { CardSigner } from '../../src/cards/card-signer.ts';
import { renderIncidentCard } from '../../src/cards/incident-card.ts';
import { renderChoiceCard } from '../../src/cards/incident-list-card.ts';
import { renderTagForm } from '../../src/cards/tag-form.ts';
import { walkCard } from '../../src/simulator/teams/card-walk.ts';
import type { IncidentView } from '../../src/sync/incident-view.ts';
import { aClosedView, aView } from '../support/views.ts';

const place = { card: '6f1c2a34-0b5d-4c7e-9a10-2b3c4d5e6f70', conversationId: '19:soc@thread.tacv2' };
const context = { signer: new CardSigner(['a-test-card-secret']), timeZone: 'UTC' };
const render = (view: IncidentView, options = {}) => renderIncidentCard(view, place, context, options);
const verbsOf = (card: Record<string, unknown>) =>
  walkCard(card)
    .filter((one) => one.type.startsWith('Action.') && !one.isFallback && one.path !== 'refresh.action')
    .flatMap((one) => (one.node.data as { verb?: string } | undefined)?.verb ?? []);
const bytes = (card: unknown) => Buffer.byteLength(JSON.stringify(card));

describe('the incident card', () => {
  it.each([
    ['new', aView(), ['assignToMe', 'setActive', 'comment', 'tag', 'close', 'assign', 'handoff', 'severity', 'snooze']],
    [
      'active',
      aView({ state: { ...aView().state, status: 'active' } }),
      ['assignToMe', 'comment', 'tag', 'close', 'assign', 'handoff', 'severity', 'snooze'],
    ],
    ['closed', aClosedView(), ['reopen', 'comment', 'tag']],
    ['merged', aView({ standing: 'merged', mergedInto: 15 }), []],
    ['gone', aView({ standing: 'gone' }), []],
  ])('offers a %s incident only what it takes', (_state, view, verbs) => {
    expect(verbsOf(render(view))).toEqual(verbs);
  });

  it('offers undo to whoever can take something back, and never more than six buttons in a row', () => {
    expect(verbsOf(render(aView(), { undoable: true }))).toContain('undo');
    expect(verbsOf(render(aClosedView(), { undoable: true }))).toEqual(['undo', 'reopen', 'comment', 'tag']);
    const rows = walkCard(render(aView(), { undoable: true })).filter(({ type }) => type === 'ActionSet');
    for (const { node } of rows) expect((node.actions as unknown[]).length).toBeLessThanOrEqual(6);
  });

  it('offers nothing that changes anything when it is read-only', () => {
    expect(verbsOf(render(aView(), { readOnly: true, undoable: true }))).toEqual([]);
  });

  it('says once why nothing is written', () => {
    const readOnly = 'Rehearsal: nothing is written until an admin says "sync go".';
    const [defender, sentinel] = aView().sides;
    const held = { standing: 'held', reason: readOnly } as const;
    const sides: IncidentView['sides'] = [
      { ...defender, ...held },
      { ...sentinel, ...held },
    ];
    const texts = walkCard(render(aView({ readOnly, sides }))).flatMap(({ node }) => node.text ?? []);
    expect(texts.filter((text) => String(text).includes('Rehearsal'))).toHaveLength(1);
    expect(texts.filter((text) => text === 'held')).toHaveLength(sides.length);
  });

  it('says which connection it belongs to where there are several, and nothing where there is one', () => {
    expect(JSON.stringify(render(aView()))).not.toContain('Connection');
    const view = aView({ connection: 'Contoso *West*' });
    const texts = walkCard(render(view)).map(({ node }) => node.text);
    expect(texts).toEqual(expect.arrayContaining(['Connection', 'Contoso \\*West\\*']));
    expect(JSON.stringify(renderChoiceCard([view, aView()], 'ambiguous_incident'))).toContain('Contoso');
  });

  it('says by when it is to be acknowledged and closed, as times that stand still, and what is near or missed', () => {
    const deadlines: IncidentView['deadlines'] = [
      { kind: 'acknowledge', dueAt: '2026-11-22T09:45:00Z', standing: 'missed' },
      { kind: 'close', dueAt: '2026-11-22T17:30:00Z', standing: 'near' },
    ];
    const texts = walkCard(render(aView({ deadlines }))).flatMap(({ node }) =>
      node.text === undefined ? [] : [node.text],
    );
    const at = texts.indexOf('Acknowledge by');
    expect(texts.slice(at, at + 4)).toEqual([
      'Acknowledge by',
      '22 Nov 2026, 09:45 UTC · ⚠ missed',
      'Close by',
      '22 Nov 2026, 17:30 UTC · near',
    ]);
  });

  it('tells programs what it shows, in the data of its refresh and of every button', () => {
    const card = render(aView(), { code: 'stale' });
    const common = {
      incident: 12,
      defenderId: '924565',
      sentinelName: '5d2c1f0e-1111-4222-8333-444455556666',
      version: 3,
    };
    expect((card.refresh as { action: { data: unknown } }).action.data).toMatchObject({
      ...common,
      verb: 'refresh',
      code: 'stale',
    });
    const datas = walkCard(card).flatMap((one) =>
      one.type === 'Action.OpenUrl' || one.node.data === undefined ? [] : [one.node.data],
    );
    expect(datas.length).toBeGreaterThan(7);
    for (const data of datas) expect(data).toMatchObject(common);
  });

  it('opens forms with a plain submit, since Teams opens them no other way', () => {
    const forms = walkCard(render(aView())).filter((one) => JSON.stringify(one.node.data ?? {}).includes('task/fetch'));
    expect(forms.map((one) => one.type)).toEqual(Array.from({ length: 6 }, () => 'Action.Submit'));
  });

  it('says severity in a word and a symbol, how each side stands, and times in the configured zone', () => {
    const text = JSON.stringify(render(aView()));
    expect(text).toContain('▲ High · #12 · New');
    expect(text).toContain('waiting: Sentinel is throttling');
    expect(text).toContain('22 Nov 2026, 09:30 UTC');
  });

  it('shows the beginning of a file hash, which is enough to find it by', () => {
    const sha256 = '5f4dcc3b5aa765d61d8327deb882cf995f4dcc3b5aa765d61d8327deb882cf99';
    const entities = [
      { kind: 'hash', name: sha256, isMain: true },
      { kind: 'hash', name: 'abcdef012345', isMain: true },
    ] as const;
    const text = JSON.stringify(render(aView({ entities: [...entities] })));
    expect(text).toContain('5f4dcc3b5aa7… (file hash), abcdef012345 (file hash)');
    expect(text).not.toContain(sha256);
  });

  it('links to portals only', () => {
    const links = (sides: Partial<IncidentView['sides'][0]>) =>
      walkCard(
        render(
          aView({
            sides: [
              { ...aView().sides[0], ...sides },
              { ...aView().sides[1], url: null },
            ],
          }),
        ),
      )
        .filter((one) => one.type === 'Action.OpenUrl')
        .map((one) => one.node.url);
    expect(links({})).toEqual(['https://security.microsoft.com/incident2/924565/overview']);
    expect(links({ url: 'https://security.microsoft.com/incidents/924565?tid=x' })).toEqual([
      'https://security.microsoft.com/incidents/924565?tid=x',
    ]);
    for (const url of [
      'https://evil.example/incidents/1',
      'https://security.microsoft.com.evil.example/',
      'https://security.microsoft.com@evil.example/',
      'http://security.microsoft.com/',
      'javascript:alert(1)',
      'nonsense',
    ]) {
      expect(links({ url })).toEqual([]);
    }
    expect(links({ id: '../../evil' })).toEqual([]);
  });

  it('stays within 25 KB with the worst data', () => {
    const long = '\\*_`[]'.repeat(5_000);
    const tags = Array.from({ length: 100 }, (_, n) => `${n}${'*'.repeat(250)}`);
    const worst = aClosedView({
      title: long,
      description: long,
      tags,
      products: tags,
      overruled: [long, long, long, long],
      latestComment: { author: long, text: long, at: '2026-11-22T09:45:00Z' },
      owner: { upn: long, objectId: null, name: long },
      sides: [
        { side: 'defender', standing: 'failed', id: '924565', url: null, reason: long },
        { side: 'sentinel', standing: 'failed', id: '5d2c1f0e', url: null, reason: long },
      ],
    });
    worst.state.note = long;
    expect(bytes(render(worst))).toBeLessThan(25_000);
    expect(bytes(render({ ...worst, state: aView().state }))).toBeLessThan(25_000);
    const manyTags = Array.from({ length: 100 }, (_, n) => `tag-${n}-${'ä'.repeat(40)}`);
    expect(bytes(renderTagForm(aView({ title: long, tags: manyTags }), place, context))).toBeLessThan(25_000);
  });

  it('shows hostile text as text', () => {
    const evil = '[Sign in](https://evil.example) <at>Ana</at> ${1+1}';
    const view = aClosedView({
      title: evil,
      tags: [evil],
      products: [evil],
      latestComment: { author: evil, text: evil, at: 'x' },
      overruled: [evil],
    });
    view.state.note = evil;
    const text = JSON.stringify(render(view));
    expect(text).not.toMatch(/https:\/\/evil|<at>|\$\{/);
    expect(text).not.toContain('](');
  });
});
