import { plainText } from '../cards/escape.ts';
import { usageText } from '../cards/usage-text.ts';
import { isUnbound } from './answer-place.ts';
import { audit, auditedAs } from './audit.ts';
import type { Caller } from './authorise.ts';
import { COMMANDS } from './commands.ts';
import { argsOf } from './commands/command.ts';
import type { Command } from './commands/command.ts';
import { nearest } from './nearest.ts';
import { refusal } from './refusal-codes.ts';
import type { Refusal } from './refusal-codes.ts';
import { refused } from './reply.ts';
import type { Reply } from './reply.ts';
import { roleRequired } from './role-required.ts';
import { hasRole } from './roles.ts';
import type { Services } from './services.ts';
import type { Turn } from './turn.ts';
import { readTyped } from './words.ts';
import type { Typed } from './words.ts';

/** Something typed: which command is it, may they, may it be answered here, is it complete? Then it runs. */
export async function runCommand(services: Services, turn: Turn): Promise<Reply> {
  const typed = readTyped(turn);
  const command = findCommand(typed);
  const row = { action: actionOf(command), incident: null, detail: detailOf(command, typed) };
  const identified = await services.authoriser.identify(turn);
  if ('refused' in identified) {
    const outcome = `refused:${identified.refused.code}`;
    await audit(services, { ...row, who: identified.stranger, outcome });
    return refused(identified.refused);
  }
  const { caller } = identified;
  const refuse = async (why: Refusal) => {
    await audit(services, { ...row, who: caller.person, outcome: `refused:${why.code}` });
    return refused(why);
  };
  if (command === null) return refuse(unknownCommand(typed));
  const forbidden = await refuseCommand(services, turn, caller, command);
  if (forbidden !== null) return refuse(forbidden);
  const run = command.parse(argsOf(typed, command.name.split(' ').length));
  if (run === null) return refuse(refusal('invalid_usage', `Say it like this: ${usageText(command.usage)}`));
  const reply = await run({ services, turn, caller });
  if (isAuditedHere(command, reply)) await auditRun(services, caller, command, typed, reply);
  return reply;
}

/** The command whose name the words begin with; nothing at all asks for help. */
function findCommand({ words }: Typed): Command | null {
  const said = words.map(({ text }) => text.toLowerCase());
  if (said[0] !== undefined) said[0] = said[0].replace(/^\//, '');
  if (said.length === 0) said.push('help');
  const fits = COMMANDS.filter(({ name }) => name.split(' ').every((word, index) => word === said[index]));
  return fits[0] ?? null;
}

function unknownCommand({ words }: Typed): Refusal {
  const said = words.slice(0, 2).map(({ text }) => text);
  const names = COMMANDS.map(({ name }) => name);
  const near = nearest(said[0] ?? '', names) ?? nearest(said.join(' '), names);
  const command = COMMANDS.find(({ name }) => name === near);
  if (command === undefined)
    return refusal('unknown_command', 'I do not know that command. Say "help" for those I know.');
  return refusal('unknown_command', `I do not know that command. Did you mean: ${usageText(command.usage)}`);
}

async function refuseCommand(
  services: Services,
  turn: Turn,
  caller: Caller,
  command: Command,
): Promise<Refusal | null> {
  const { role } = command;
  if (role !== null && !hasRole(caller.roles, role)) {
    return roleRequired(
      caller,
      `"${command.name}" needs the role ${role}. An admin can grant it: "grant ${role} @you".`,
    );
  }
  // Admins change who may do what; responders' commands are checked again where they change an incident.
  if (role === 'admin' && !caller.isVerified) return refusal('identity_unverified');
  if (command.discloses && (await isUnbound(services, turn))) return refusal('unbound_conversation');
  return null;
}

/** Orders, shifts and hunts are audited where they are carried out; looking up help is nobody's business. */
const AUDITED_ELSEWHERE = ['help', 'sync pause', 'sync resume', 'sync go', 'hunt'];

function isAuditedHere({ name, verb }: Command, reply: Reply): boolean {
  if (name === 'oncall set') return reply.kind === 'refused';
  return verb === undefined && !AUDITED_ELSEWHERE.includes(name);
}

/** What rows about a command are called, whether it was carried out, refused, or never got that far. */
function actionOf(command: Command | null): string {
  if (command === null) return 'unknown command';
  return command.verb === undefined ? command.name : auditedAs(command.verb);
}

const MOST_TYPED = 500;

function detailOf(command: Command | null, { text }: Typed) {
  return { command: command?.name ?? null, text: plainText(text, MOST_TYPED) };
}

async function auditRun(
  services: Services,
  caller: Caller,
  command: Command,
  typed: Typed,
  reply: Reply,
): Promise<void> {
  // An incident that was not found has its row already.
  if (reply.kind === 'card' && reply.code !== undefined) return;
  const outcome = reply.kind === 'refused' ? `refused:${reply.refusal.code}` : 'accepted';
  if (outcome === 'refused:unknown_incident') return;
  const row = { who: caller.person, action: actionOf(command), incident: null };
  await audit(services, { ...row, outcome, detail: detailOf(command, typed) });
}
