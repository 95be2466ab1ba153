import { SIDE_NAMES } from '../../incident/side.ts';
import type { ConnectionStatus, SideHealth, Trouble } from '../ports/desk.ts';
import { HELD } from '../intent.ts';
import type { Intent } from '../intent.ts';
import type { Store } from '../ports/records.ts';
import type { Pausable } from '../pauses.ts';
import { describeHold } from '../posture/posture.ts';

/** So many cycles in a row must fail before people are woken: one lost answer is nobody's trouble. */
const FAILURES = 3;

/** So many incidents are named. */
const MOST_NAMED = 10;

/** What people must know of a connection without asking. */
export async function troublesOf(store: Store, status: ConnectionStatus): Promise<Trouble[]> {
  return [
    ...sideTroubles(status),
    ...holdTroubles(status),
    ...refusedProperties(status),
    ...pauseTroubles(status),
    ...(await deadLetters(store, status)),
    ...(await failingWrites(store, status)),
    ...(await unseenSurvivors(store, status)),
  ];
}

function sideTroubles(status: ConnectionStatus): Trouble[] {
  return status.sides.flatMap((health) => {
    if (health.held >= FAILURES && health.heldSince !== null) return [stuckCursor(status, health, health.heldSince)];
    const { side, fault, failures, failingSince } = health;
    if (fault === null || failures < FAILURES || failingSince === null) return [];
    return [
      {
        key: `${status.connectionId}/side/${side}`,
        connectionId: status.connectionId,
        cause: { kind: 'side', side },
        connection: status.name,
        sentence: `${SIDE_NAMES[side]} could not be read in ${failures} cycles in a row: ${fault}`,
        advice: 'What is to be written there waits and is not lost. "npm run doctor" tells what is wrong.',
        since: failingSince,
      },
    ];
  });
}

/** The side is there, so nothing but this says that what happens on it is not known here any more. */
function stuckCursor({ connectionId, name }: ConnectionStatus, health: SideHealth, since: string): Trouble {
  const { side, cursor, held, fault } = health;
  const from = cursor === null ? '' : ` since ${cursor.slice(0, 16).replace('T', ' ')} UTC`;
  return {
    key: `${connectionId}/cursor/${side}`,
    connectionId,
    cause: { kind: 'cursor', side },
    connection: name,
    sentence: `${SIDE_NAMES[side]} answers, but what changed there${from} could not be read to its end in ${held} cycles in a row: ${fault}`,
    advice:
      'Nothing is skipped: it is asked for again in every cycle. Look at what answers that request (a proxy, a sign-in ' +
      'page) and at the health of the service.',
    since,
  };
}

/** A property that was switched off because the service refuses it: the rest goes on. */
function refusedProperties({ connectionId, name, refused, lastCycleAt }: ConnectionStatus): Trouble[] {
  return refused.map((property) => ({
    key: `${connectionId}/refused/${property}`,
    connectionId,
    cause: { kind: 'refused', property },
    connection: name,
    sentence: `Defender does not take this from Dragoman: ${property}. Everything else is still carried.`,
    advice: 'It stays as it is in Defender until Dragoman is started again. Set it in the Defender portal.',
    since: lastCycleAt ?? new Date(0).toISOString(),
  }));
}

const OWN_ACTIONS = "People's own actions are still written.";
const MASS_CHANGE_ADVICE = `"drift" lists them; what is put back where it was changed is not carried. ${OWN_ACTIONS}`;

/** A pause or a rehearsal is what somebody wanted. */
function holdTroubles({ connectionId, name, holds }: ConnectionStatus): Trouble[] {
  return holds
    .filter(({ kind }) => kind !== 'paused' && kind !== 'rehearsal')
    .map((hold) => ({
      key: `${connectionId}/hold/${hold.kind}`,
      connectionId,
      cause: { kind: 'hold', hold: hold.kind },
      connection: name,
      sentence: describeHold(hold),
      advice: hold.kind === 'massChange' ? MASS_CHANGE_ADVICE : OWN_ACTIONS,
      since: hold.since,
    }));
}

const PAUSE_ADVICE: Record<Pausable, string> = {
  alerts: 'Grant the application `SecurityAlert.Read.All` on Microsoft Graph. Everything else is carried.',
  bookmarks:
    'Give the application the role Microsoft Sentinel Contributor on the workspace. Everything else is carried.',
};

/** What fails just now may work again before anybody has looked; a permission that is missing stays so. */
function pauseTroubles({ connectionId, name, pauses }: ConnectionStatus): Trouble[] {
  return pauses
    .filter(({ why }) => why === 'refused')
    .map(({ what, reason, since }) => ({
      key: `${connectionId}/pause/${what}`,
      connectionId,
      cause: { kind: 'pause', what },
      connection: name,
      sentence: reason,
      advice: PAUSE_ADVICE[what],
      since,
    }));
}

async function deadLetters(store: Store, { connectionId, name }: ConnectionStatus): Promise<Trouble[]> {
  const dead = await store.deadLetters(connectionId);
  return [...Map.groupBy(dead, ({ link, side }) => `${link}/${side}`)].map(([key, intents]) => {
    const { link, side, error, settledAt, createdAt } = intents.at(-1)!;
    return {
      key: `${connectionId}/dead/${key}`,
      connectionId,
      cause: { kind: 'deadLetter', incident: link, side },
      connection: name,
      sentence: `#${link} could not be written to ${SIDE_NAMES[side]}: ${error ?? 'it was refused'}`,
      advice: `Mend the cause, then say "sync retry #${link}".`,
      since: settledAt ?? createdAt,
    };
  });
}

/** About half an hour: nobody is told of what mends itself. */
const MOST_ATTEMPTS = 10;

/**
 * A write that fails in a way that may pass is tried again for ever, which for one that never passes would be for ever in
 * silence. While the side as a whole cannot be read, that is what is told.
 */
async function failingWrites(store: Store, status: ConnectionStatus): Promise<Trouble[]> {
  const { connectionId, name, sides } = status;
  const failing = await store.failingIntents(connectionId, MOST_ATTEMPTS);
  return sides.flatMap((health) => {
    const { side } = health;
    const intents = failing.filter((intent) => intent.side === side && isFailing(intent));
    if (intents.length === 0 || Math.max(health.failures, health.held) >= FAILURES) return [];
    const reasons = new Map(intents.map(({ link, error }) => [link, error]));
    const named = [...reasons].slice(0, MOST_NAMED).map(([link, error]) => `#${link} (${error})`);
    const more = reasons.size > MOST_NAMED ? `, and ${reasons.size - MOST_NAMED} more` : '';
    return [
      {
        key: `${connectionId}/failing/${side}`,
        connectionId,
        cause: { kind: 'failing', side },
        connection: name,
        sentence: `${SIDE_NAMES[side]} can be read, but what is to be written there fails time and again: ${named.join(', ')}${more}.`,
        advice:
          'It is not lost, and is tried again every few minutes. Look at what answers those requests (a proxy, a sign-in ' +
          'page, a lock) and at the health of the service.',
        since: intents.map(({ createdAt }) => createdAt).toSorted((a, b) => a.localeCompare(b))[0]!,
      },
    ];
  });
}

/** What is held waits for an admin, and what is throttled for its turn: a long backlog is no trouble. */
function isFailing({ notBefore, error }: Intent): boolean {
  return notBefore !== HELD && !/request quota is used up|HTTP 429/.test(error ?? '');
}

/** A survivor may be listed a little later than the merge; one that was asked for in vain time and again is told of. */
async function unseenSurvivors(store: Store, { connectionId, name }: ConnectionStatus): Promise<Trouble[]> {
  const lines = [];
  for (const number of await store.undecided(connectionId)) {
    const link = await store.link(number);
    const unseen = link?.standing === 'merged' && link.mergedInto === null ? link.defender?.survivorUnseen : undefined;
    if (unseen === undefined || unseen.times < FAILURES) continue;
    const survivor = link!.defender!.observation.incident.mergedInto;
    lines.push({ number, since: unseen.since, told: `#${number} into incident ${survivor} (${unseen.reason})` });
  }
  if (lines.length === 0) return [];
  const more = lines.length > MOST_NAMED ? `, and ${lines.length - MOST_NAMED} more` : '';
  const merged = lines.slice(0, MOST_NAMED).map(({ told }) => told);
  return [
    {
      key: `${connectionId}/survivor`,
      connectionId,
      cause: { kind: 'survivor' },
      connection: name,
      sentence: `Defender does not show the incidents that others were merged into: ${merged.join(', ')}${more}.`,
      advice:
        'What people asked of those others waits, and so do their comments. Let the application see the incidents in ' +
        'Defender (its scope may leave them out): each is asked for again, once a day at least, for 30 days.',
      since: lines.map(({ since }) => since).toSorted((a, b) => a.localeCompare(b))[0]!,
    },
  ];
}
