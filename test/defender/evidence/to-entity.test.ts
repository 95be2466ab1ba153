import { toEntity } from '../../../src/defender/evidence/to-entity.ts';

const evidence = (type: string, members: object) => ({
  '@odata.type': `#microsoft.graph.security.${type}`,
  ...members,
});

describe('evidence in Sentinel’s terms', () => {
  test('a device is a host, its family told from its edition', () => {
    const device = { deviceDnsName: 'fin-07.corp.example', osPlatform: 'WindowsServer2019', riskScore: 'high' };
    expect(toEntity(evidence('deviceEvidence', { ...device, verdict: 'malicious', roles: ['compromised'] }))).toEqual({
      kind: 'Host',
      fields: {
        Verdict: 'malicious',
        Roles: ['compromised'],
        HostName: 'fin-07',
        DnsDomain: 'corp.example',
        FullName: 'fin-07.corp.example',
        OSFamily: 'Windows',
        OSPlatform: 'WindowsServer2019',
        RiskScore: 'high',
      },
    });
  });

  test('a user is an account whose name and suffix are taken apart', () => {
    const userAccount = { accountName: null, userPrincipalName: 'mira@contoso.example', domainName: 'CONTOSO' };
    expect(toEntity(evidence('userEvidence', { userAccount }))?.fields).toEqual({
      Name: 'mira',
      UPNSuffix: 'contoso.example',
      UserPrincipalName: 'mira@contoso.example',
      NTDomain: 'CONTOSO',
    });
  });

  test('a process carries its image with its hashes, its account and its parent', () => {
    const imageFile = { fileName: 'a.exe', filePath: 'C:\\', sha1: 'aa', sha256: 'bb', md5: null };
    const fields = toEntity(
      evidence('processEvidence', {
        processId: 4780,
        processCommandLine: 'a.exe -x',
        imageFile,
        userAccount: { accountName: 'SYSTEM', domainName: 'NT AUTHORITY' },
        parentProcessId: 668,
        parentProcessImageFile: imageFile,
      }),
    )?.fields;
    const file = {
      Name: 'a.exe',
      Directory: 'C:\\',
      FileHashes: [
        { Algorithm: 'SHA256', Value: 'bb' },
        { Algorithm: 'SHA1', Value: 'aa' },
      ],
    };
    expect(fields).toEqual({
      ProcessId: 4780,
      CommandLine: 'a.exe -x',
      ImageFile: file,
      Account: { Name: 'SYSTEM', NTDomain: 'NT AUTHORITY' },
      ParentProcess: { ProcessId: 668, ImageFile: file },
    });
  });

  test('a type newer than any table keeps its name and what it holds itself', () => {
    const pod = { name: 'web-1', type: 'x', createdDateTime: '2026-01-01T00:00:00Z', namespace: { name: 'prod' } };
    expect(toEntity(evidence('quantumPodEvidence', pod))).toEqual({
      kind: 'QuantumPod',
      fields: { Name: 'web-1', QuantumPodType: 'x', Namespace: { name: 'prod' } },
    });
  });

  test.each([null, 'text', 7, [], {}, { '@odata.type': '#microsoft.graph.security.urlEvidence', url: null }])(
    'what tells nothing is left out (%#)',
    (item) => expect(toEntity(item)).toBeNull(),
  );

  test('a type without a name still tells what it holds', () => {
    expect(toEntity({ url: 'https://a.example' })).toEqual({ kind: 'Unknown', fields: { Url: 'https://a.example' } });
    expect(toEntity({ '@odata.type': 'nonsense of no kind', x: 1 })?.kind).toBe('Unknown');
  });
});

describe('hostile evidence', () => {
  test('names of objects’ own machinery are names like others, and touch nothing', () => {
    const item: unknown = JSON.parse(
      '{"@odata.type":"#microsoft.graph.security.constructorEvidence","__proto__":{"polluted":true},"x":{"constructor":1}}',
    );
    expect(toEntity(item)).toEqual({ kind: 'Constructor', fields: { X: { constructor: 1 } } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('values are cut, lists and objects end somewhere, and depth has a floor', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`name${index}`, index]));
    const { fields } = toEntity(
      evidence('newEvidence', {
        deep,
        list: Array.from({ length: 5000 }, () => 'x'),
        text: `${'x'.repeat(1998)}😀${'x'.repeat(100_000)}`,
        ...many,
      }),
    )!;
    expect(fields['Deep']).toBeUndefined();
    expect(fields['List']).toHaveLength(20);
    expect(fields['Text']).toBe(`${'x'.repeat(1998)}…`);
    expect(Object.keys(fields)).toHaveLength(40);
  });
});
