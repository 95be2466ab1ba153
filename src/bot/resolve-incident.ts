import { renderChoiceCard } from '../cards/incident-list-card.ts';
import { markdownText, plainText } from '../cards/escape.ts';
import type { IncidentView } from '../sync/incident-view.ts';
import { audit } from './audit.ts';
import type { Call } from './commands/command.ts';
import { refusal } from './refusal-codes.ts';
import { refused } from './reply.ts';
import type { Reply } from './reply.ts';

/** The incident a person means: by number, either system's id, a portal link or its title. */
export async function resolveIncident(
  { services, caller }: Call,
  reference: string,
  action: string,
): Promise<{ view: IncidentView } | { reply: Reply }> {
  const found = await services.desk.find(reference);
  const [view] = found;
  if (view !== undefined && found.length === 1) return { view };
  const code = view === undefined ? 'unknown_incident' : 'ambiguous_incident';
  await audit(services, {
    who: caller.person,
    action,
    incident: null,
    outcome: `refused:${code}`,
    detail: { reference: plainText(reference, 200) },
  });
  if (view === undefined) {
    return { reply: refused(refusal(code, `There is no incident ${markdownText(reference, 80)}.`)) };
  }
  return { reply: { kind: 'card', card: renderChoiceCard(found, code), summary: 'Which one do you mean?', code } };
}
