import { addSampleEvents } from '../graph/hunting/sample-events.ts';
import { SAMPLE_INCIDENTS } from '../graph/sample-incidents.ts';
import type { Simulator } from '../simulator.ts';
import type { Channel, Team } from '../teams/conversation.ts';
import type { Person } from '../teams/person.ts';

/** The scene of the demo: one team, its channels, and the people a visitor can be. */
export interface DemoStage {
  team: Team;
  soc: Channel;
  people: { person: Person; note: string }[];
}

const notes: Record<string, string> = { 'Ana Diaz': 'admin', 'Raj Patel': 'responder', 'Mira Sorensen': 'no role' };

export function setStage({ teams, admin }: Simulator): DemoStage {
  const everyone = teams.state.people;
  const team = teams.addTeam('Contoso Security', ['SOC'], everyone);
  const soc = teams.channel(team, 'SOC');
  const isShown = (person: Person) => person === admin || person.role === 'guest' || person.name in notes;
  const people = everyone
    .filter(isShown)
    .map((person) => ({ person, note: person.role === 'guest' ? 'guest' : (notes[person.name] ?? '') }));
  return { team, soc, people };
}

/** What an admin does on the first day: install, bind the channel, give a colleague a role, look at the first incidents. */
export async function openDemo({ teams, microsoft, admin }: Simulator, { team, soc }: DemoStage): Promise<void> {
  await teams.install(team, admin);
  const raj = teams.person('Raj Patel');
  for (const person of [admin, raj]) await teams.install(teams.personalChat(person), person);
  await teams.say(admin, soc, 'bind');
  await teams.say(admin, soc, `grant responder @${raj.name}`, { mentions: [raj] });
  addSampleEvents(microsoft.defender);
  for (const severity of ['low', 'high', 'medium']) raiseSample(microsoft, severity);
  await teams.say(admin, soc, 'sync now');
}

/** Raises the next of the sample incidents of a severity, as Defender's correlation would. */
export function raiseSample({ defender }: Simulator['microsoft'], severity: string): void {
  const samples = SAMPLE_INCIDENTS.filter((sample) => sample.severity === severity);
  const raised = defender.list().filter((incident) => incident.severity === severity).length;
  const sample = samples[raised % Math.max(1, samples.length)] ?? {
    title: `Suspicious activity (${severity})`,
    severity,
  };
  defender.raiseIncident(sample);
}
