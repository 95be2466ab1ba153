import { entityNames, foldEntityName, MOST_ENTITY_NAMES } from '../../src/incident/entity-names.ts';
import { sampleAlert } from '../support/alerts.ts';

const about = (
  entities: { kind: string; fields: Record<string, never> | object }[],
  severity: 'low' | 'high' = 'low',
) => sampleAlert(severity, { severity, entities: entities as ReturnType<typeof sampleAlert>['entities'] });
const main = (alerts: Parameters<typeof entityNames>[0]) =>
  entityNames(alerts)
    .filter(({ isMain }) => isMain)
    .map(({ kind, name }) => `${kind} ${name}`);

describe('the names an incident is found by', () => {
  test('are those of hosts, users, addresses and hashes, in whatever they are part of', () => {
    const sha256 = 'a'.repeat(64);
    const entities = [
      { kind: 'Host', fields: { HostName: 'web-01', FullName: 'web-01.contoso.com', NTDomain: 'CONTOSO' } },
      {
        kind: 'Process',
        fields: {
          CommandLine: 'powershell',
          ImageFile: { Name: 'p.exe', FileHashes: [{ Algorithm: 'SHA256', Value: sha256 }] },
          Account: { Name: 'raj', NTDomain: 'CONTOSO', UserPrincipalName: 'raj@contoso.com' },
        },
      },
      { kind: 'IP', fields: { Address: '10.1.2.3' } },
      { kind: 'URL', fields: { Url: 'https://evil.example/login' } },
      { kind: 'Mailbox', fields: { MailboxPrimaryAddress: 'mira@contoso.com' } },
    ];
    expect(entityNames([about(entities)]).map(({ kind, name, isMain }) => [kind, name, isMain])).toEqual([
      ['host', 'web-01', true],
      ['user', 'raj@contoso.com', true],
      ['ip', '10.1.2.3', true],
      ['url', 'https://evil.example/login', true],
      ['hash', sha256, true],
      ['user', 'mira@contoso.com', true],
      ['host', 'web-01.contoso.com', false],
      ['user', 'raj', false],
      ['user', 'CONTOSO\\raj', false],
    ]);
  });

  test('come once, whatever their case, and the most severe alert’s first', () => {
    const host = (HostName: string) => ({ kind: 'Host', fields: { HostName } });
    expect(main([about([host('fin-07'), host('WEB-01')]), about([host('web-01')], 'high')])).toEqual([
      'host web-01',
      'host fin-07',
    ]);
  });

  test('are bounded, and none is lost for being of a kind that comes late', () => {
    const ips = Array.from({ length: 3000 }, (_, index) => ({ kind: 'IP', fields: { Address: `10.0.${index}.1` } }));
    const names = main([about([...ips, { kind: 'Host', fields: { HostName: 'web-01' } }])]);
    expect(names).toHaveLength(MOST_ENTITY_NAMES);
    expect(names.slice(0, 2)).toEqual(['host web-01', 'ip 10.0.0.1']);
  });

  test('are none where there is nothing to go by', () => {
    const odd = { kind: 'Host', fields: { HostName: 7, FullName: ['x', { a: 'b' }], Account: 'raj' } };
    expect(main([about([odd, { kind: 'KubernetesPod', fields: { Name: 'pod' } }])])).toEqual(['host x']);
    expect(entityNames([])).toEqual([]);
  });

  test.each([
    ['https://evil.com/Login/', 'evil.com/login'],
    ['hxxps://evil[.]com/Login', 'evil.com/login'],
    ['ftp[:]/ /evil.com', 'evil.com'],
    ['raj[@]contoso[.]com', 'raj@contoso.com'],
    ['CONTOSO\\Raj', 'contoso\\raj'],
    ['MÜNCHEN-01', 'münchen-01'],
  ])('%p is searched as %p', (name, folded) => {
    expect(foldEntityName(name)).toBe(folded);
  });
});
