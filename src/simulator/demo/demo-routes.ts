import { z } from 'zod';
import { NativeSyncPlan } from '../native-sync/settings.ts';
import type { Simulator } from '../simulator.ts';
import type { BotProcess } from './bot-process.ts';
import { demoFaults, faultsSwitchedOn, setFault } from './demo-faults.ts';
import { raiseSample } from './demo-stage.ts';
import type { DemoStage } from './demo-stage.ts';
import { editInDefender, editInSentinel, PortalEdit } from './portal-edit.ts';
import { defenderRow, sentinelRow, vocabulary } from './systems-view.ts';
import { TeamsRoutes } from './teams-routes.ts';

/** What the page can ask: a method and a path, and what answers it. */
export type DemoRoute = (body: unknown, query: URLSearchParams) => unknown;

export interface DemoWorld {
  simulator: Simulator;
  stage: DemoStage;
  bot: BotProcess;
}

const Severity = z.strictObject({ severity: z.enum(['high', 'medium', 'low', 'informational']) });
const NativeSyncState = NativeSyncPlan.pick({ state: true }).required();
const Fault = z.strictObject({ name: z.enum(demoFaults), isOn: z.boolean() });

/** Offered while one types; the bot knows more. */
const commands = [
  'help',
  'open',
  'open high',
  'mine',
  'show 1',
  'assign 1 me',
  'tag 1 +phishing',
  'comment 1 Looking at it',
  'close 1 as truePositive phishing "Mail removed"',
  'reopen 1',
  'sync status',
  'sync now',
  'drift',
  'digest now',
  'roles',
];

/** Everything the page asks of the demo, by method and path. */
export function demoRoutes({ simulator, stage, bot }: DemoWorld): Record<string, DemoRoute> {
  const { microsoft, teams, admin } = simulator;
  const routes = new TeamsRoutes(teams);
  const faults = { graph: microsoft.graph.faults, arm: microsoft.arm.faults, teams: teams.faults };
  const done = (act: () => void) => {
    act();
    return {};
  };
  return {
    'GET /api/stage': () => ({
      commands,
      people: stage.people.map(({ person, note }) => ({ id: person.mri, name: person.name, note })),
    }),
    'GET /api/teams': (_body, query) => routes.read(query.get('person') ?? '', query.get('conversation') ?? ''),
    'GET /api/systems': () => ({
      ...readSystems(simulator),
      faults: faultsSwitchedOn(faults),
      nativeSync: microsoft.nativeSync.settings.state,
    }),
    'GET /api/bot': () => ({ state: bot.state, lines: bot.lines.slice(-50) }),
    'POST /api/say': (body) => routes.say(body),
    'POST /api/execute': (body) => routes.execute(body),
    'POST /api/submit': (body) => routes.submit(body),
    'POST /api/refresh': (body) => routes.refresh(body),
    'POST /api/open-form': (body) => routes.openForm(body),
    'POST /api/submit-form': (body) => routes.submitForm(body),
    'POST /api/raise': (body) => done(() => raiseSample(microsoft, Severity.parse(body).severity)),
    'POST /api/edit-defender': (body) => done(() => editInDefender(microsoft.defender, PortalEdit.parse(body))),
    'POST /api/edit-sentinel': (body) =>
      done(() => editInSentinel(microsoft.sentinel, microsoft.tenant, PortalEdit.parse(body))),
    'POST /api/fault': (body) => {
      const { name, isOn } = Fault.parse(body);
      return done(() => setFault(faults, name, isOn));
    },
    'POST /api/native-sync': (body) => done(() => microsoft.nativeSync.apply(NativeSyncState.parse(body))),
    'POST /api/sync-now': async () => {
      const { status } = await teams.say(admin, stage.soc, 'sync now');
      if (status === 0) throw new Error('The bot cannot be reached.');
      return {};
    },
    'POST /api/restart-bot': async () => {
      await bot.restart();
      return {};
    },
  };
}

/** Both lists, newest first, with the words for editing them. */
export function readSystems({ microsoft }: Simulator) {
  const { defender, sentinel, users } = microsoft;
  return {
    defender: defender.list().map(defenderRow),
    sentinel: sentinel.list().map((incident) => sentinelRow(incident, sentinel.comments(incident.name))),
    vocabulary,
    people: users.map((user) => ({ upn: user.userPrincipalName, name: user.displayName })),
  };
}
