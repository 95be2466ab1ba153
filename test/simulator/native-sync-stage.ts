import { controlRoutes } from '../../src/simulator/control.ts';
import { serve, type Served } from '../../src/simulator/server.ts';
import { caller, startStage, type Call, type Stage } from './microsoft-stage.ts';

export const ANA = 'ana.diaz@contoso.example';
export const RAJ = 'raj.patel@contoso.example';
export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const OWN = 'Azure Sentinel';

/**
 * The services with Microsoft's own sync between them, for all tests of a file: twins after 5 seconds, changes after 2,
 * nothing batched, but for what a test says.
 */
export function onNativeSyncStage() {
  let stage: Stage;
  let server: Served;
  let control: Call;

  beforeAll(async () => {
    stage = await startStage();
    server = await serve({ name: 'control', tls: stage.microsoft.tls, handler: controlRoutes(stage.microsoft) });
    control = caller(`${server.url}/control`, 'none');
  });
  afterAll(async () => {
    await server.stop();
    await stage.stop();
  });
  beforeEach(() => tell({ state: 'on', batchingSeconds: 0 }));
  afterEach(async () => void (await control('DELETE', '/native-sync')));

  const tell = async (plan: object) => {
    const told = await control('PUT', '/native-sync', plan);
    expect(told.status).toBe(200);
    return told.body;
  };
  const arm: Call = (...call) => stage.arm(...call);
  /** Time passes, and the connector does what is due by then. */
  async function after(seconds: number): Promise<number> {
    stage.advance(seconds);
    return (await control('POST', '/native-sync/step')).body.writes;
  }
  async function raise(fields: object = {}): Promise<string> {
    const raised = await control('POST', '/defender/incidents', { title: 'Phish', severity: 'high', ...fields });
    return raised.body.id;
  }
  async function twinsOf(id: string) {
    const { value } = (await arm('GET', '/incidents?$top=1000')).body;
    return value.filter((one: any) => one.properties.providerIncidentId === id && one.properties.providerName !== OWN);
  }
  /** A Defender incident that has its twin. */
  async function pair(fields: object = {}): Promise<{ id: string; name: string }> {
    const id = await raise(fields);
    await after(5);
    const [twin] = await twinsOf(id);
    return { id, name: twin.name };
  }
  return {
    microsoft: () => stage.microsoft,
    arm,
    control: (...call: Parameters<Call>) => control(...call),
    tell,
    after,
    raise,
    twinsOf,
    pair,
    inDefender: async (id: string) => (await stage.graph('GET', `/v1.0/security/incidents/${id}`)).body,
    inSentinel: async (name: string) => (await arm('GET', `/incidents/${name}`)).body,
    editDefender: (id: string, changes: object) => control('PATCH', `/defender/incidents/${id}`, { by: ANA, changes }),
    editSentinel: (name: string, changes: object) =>
      control('PATCH', `/sentinel/incidents/${name}`, { by: RAJ, changes }),
    commentsInSentinel: async (name: string) =>
      (await arm('GET', `/incidents/${name}/comments?$orderby=properties/createdTimeUtc asc`)).body.value,
  };
}
