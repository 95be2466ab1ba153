import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Field } from '../incident/incident.ts';

/** What a card's buttons are about, and where the card stands. */
export interface CardBinding {
  /** Our id of the card. */
  card: string;
  /** The conversation it was made for, without `;messageid=`. */
  conversationId: string;
  incident: number;
  /** What both systems call it, as the card says. */
  defenderId: string | null;
  sentinelName: string | null;
  version: number;
  readOnly?: true | undefined;
  /** The field a button is about, where it is about one. */
  field?: Field | undefined;
}

/** What a button that gives the sync an order is about. */
export interface OrderBinding {
  card: string;
  conversationId: string;
  /** Of what the card told when it was drawn. */
  fingerprint: string;
}

export interface CardSignature {
  keyId: string;
  mac: string;
}

/**
 * Signs what a card carries, since the client holds it: a button moved to another conversation, pointed at
 * another incident or made to look fresher than it is no longer verifies. The first secret signs and all
 * verify, so a secret can be replaced while cards signed with the old one are still about.
 */
export class CardSigner {
  readonly #keys: { id: string; secret: KeyObject }[];
  /** The buttons of one card are signed one after the other, and mostly alike. */
  #last: { about: string; mac: string } = { about: '', mac: '' };

  constructor(secrets: readonly [string, ...string[]]) {
    this.#keys = secrets.map((secret) => ({ id: keyIdOf(secret), secret: createSecretKey(secret, 'utf8') }));
  }

  sign(binding: CardBinding | OrderBinding): CardSignature {
    const { id, secret } = this.#keys[0]!;
    const about = textOf(binding);
    if (about !== this.#last.about) this.#last = { about, mac: macOf(about, secret) };
    return { keyId: id, mac: this.#last.mac };
  }

  /** `unknown_key`: signed with a secret that is no longer, or never was, one of ours. */
  verify(binding: CardBinding | OrderBinding, signature: CardSignature): 'valid' | 'forged' | 'unknown_key' {
    const key = this.#keys.find(({ id }) => id === signature.keyId);
    if (key === undefined) return 'unknown_key';
    const expected = Buffer.from(macOf(textOf(binding), key.secret));
    const given = Buffer.from(signature.mac);
    return expected.length === given.length && timingSafeEqual(expected, given) ? 'valid' : 'forged';
  }
}

function textOf(binding: CardBinding | OrderBinding): string {
  return JSON.stringify('fingerprint' in binding ? aboutOrder(binding) : aboutIncident(binding));
}

function macOf(about: string, secret: KeyObject): string {
  return createHmac('sha256', secret).update(about).digest('base64url');
}

function aboutIncident(binding: CardBinding): unknown[] {
  const { card, conversationId, incident, defenderId, sentinelName, version, field } = binding;
  const kind = binding.readOnly === true ? 'dragoman read-only card' : 'dragoman card';
  const about = [card, conversationId, incident, defenderId, sentinelName, version];
  return [kind, ...about, ...(field === undefined ? [] : [field])];
}

function aboutOrder({ card, conversationId, fingerprint }: OrderBinding): unknown[] {
  return ['dragoman order', card, conversationId, fingerprint];
}

/** Names a secret without telling anything of it. */
function keyIdOf(secret: string): string {
  return createHmac('sha256', secret).update('dragoman key id').digest('hex').slice(0, 8);
}
