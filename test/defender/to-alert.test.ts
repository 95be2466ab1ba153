import { toAlertList } from '../../src/defender/wire-alert.ts';
import { toAlert as toLegacyAlert } from '../../src/defender/legacy/to-alert.ts';
import { toAlert } from '../../src/defender/to-alert.ts';
import { describeWithSpecs } from '../support/shared-specs.ts';

type Documented = { value: { alerts: unknown[] }[] };

describeWithSpecs(
  'Graph’s own example of an alert',
  'graph/examples/list-incidents-expand-alerts.docs.json',
  (read) => {
    test('is read whole', () => {
      const alert = toAlert((read() as Documented).value[0]!.alerts[0]).alert!;
      expect(alert).toMatchObject({
        id: 'da637551227677560813_-961444813',
        title: 'Suspicious execution of hidden file',
        severity: 'low',
        status: 'new',
        category: 'DefenseEvasion',
        techniques: ['T1564.001'],
        product: 'Microsoft Defender for Endpoint',
        detectionSource: 'antivirus',
        createdAt: '2021-04-27T12:19:27.7211305Z',
        lastActivityAt: '2021-05-02T07:56:58.222Z',
      });
      expect(alert.entities.map(({ kind }) => kind)).toEqual(['Host', 'File', 'Process', 'RegistryKey']);
      expect(alert.entities[0]!.fields).toMatchObject({
        HostName: 'tempDns',
        OSFamily: 'Windows',
        RiskScore: 'medium',
        AzureID: expect.stringContaining('/virtualMachines/NirLaviTests'),
      });
    });
  },
);

describeWithSpecs('the older API’s own example of alerts', 'defender/examples/list-incidents.docs.json', (read) => {
  const alerts = () =>
    (read() as Documented).value.flatMap((incident) => incident.alerts).map((item) => toLegacyAlert(item).alert);

  test('is read whole', () => {
    const [cloud, endpoint] = alerts();
    expect(cloud).toMatchObject({ product: 'Microsoft Defender for Cloud Apps', severity: 'medium', status: 'new' });
    expect(cloud!.entities).toEqual([
      {
        kind: 'Account',
        fields: {
          Name: 'testUser2',
          UPNSuffix: 'contoso.com',
          UserPrincipalName: 'testUser2@contoso.com',
          NTDomain: 'europe.corp.contoso',
          Sid: 'S-1-5-21-1721254763-462695806-1538882281-4156657',
          AadUserId: 'fc8f7484-f813-4db2-afab-bc1507913fb6',
        },
      },
      { kind: 'IP', fields: { Address: '62.216.203.204' } },
    ]);
    expect(endpoint!.entities.map(({ kind }) => kind)).toEqual(['Host', 'File']);
    expect(endpoint!.entities[0]!.fields).toMatchObject({
      HostName: 'user5cx',
      RiskScore: 'High',
      OSFamily: 'Windows',
    });
  });
});

describe('an odd alert', () => {
  test('is read as far as it goes', () => {
    const odd = { id: 'a', title: 7, severity: {}, status: 'someday', createdDateTime: 'yesterday', evidence: 'none' };
    const read = toAlert(odd);
    expect(read.faults).toEqual(['evidence of alert a: not a list']);
    expect(read.alert).toEqual({
      id: 'a',
      title: 'Defender alert a',
      severity: 'unknown',
      status: null,
      category: null,
      techniques: [],
      product: null,
      detectionSource: null,
      createdAt: null,
      firstActivityAt: null,
      lastActivityAt: null,
      url: null,
      entities: [],
    });
    const legacy = toLegacyAlert({ alertId: 'a', entities: [null, 7, { entityType: 'Fridge', temperature: 4 }] });
    expect(legacy.alert).toMatchObject({ id: 'a', entities: [{ kind: 'Fridge', fields: { temperature: 4 } }] });
    expect(legacy.faults).toEqual(['entities.0 of alert a: not an object', 'entities.1 of alert a: not an object']);
  });

  test('without an id is told, and costs no other one', () => {
    const list = toAlertList([{ id: 'a' }, { title: 'no id' }, null, { id: 'b' }, { id: 'b' }], false, toAlert);
    expect([list.alerts.map(({ id }) => id), list.more]).toEqual([['a', 'b'], false]);
    expect(list.unreadable).toEqual([
      expect.stringMatching(/^id: .*\(alert 2\)$/),
      expect.stringMatching(/\(alert 3\)$/),
    ]);
  });

  test('newer schema: the first of its categories is told', () => {
    expect(toAlert({ id: 'a', category: null, categories: ['Execution', 'Impact'] }).alert?.category).toBe('Execution');
  });

  test('of thousands of pieces of evidence a hundred are kept, each once', () => {
    const url = (index: number) => ({ '@odata.type': '#microsoft.graph.security.urlEvidence', url: `u${index}` });
    const evidence = Array.from({ length: 5000 }, (_, index) => url(Math.floor(index / 2)));
    const { entities } = toAlert({ id: 'a', evidence }).alert!;
    expect(entities).toHaveLength(100);
    expect(entities.at(-1)).toEqual({ kind: 'URL', fields: { Url: 'u99' } });
  });
});
