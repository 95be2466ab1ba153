import type { ChatRecords } from '../../sync/ports/chat-records.ts';
import type { ConnectionStatus, Desk } from '../../sync/ports/desk.ts';

/** More than this is not looked through after a cycle; their cards follow when something about them changes. */
const MOST_DRIFT = 1_000;

export interface ExpiryServices {
  desk: Pick<Desk, 'status' | 'drift'>;
  chat: Pick<ChatRecords, 'expireCards' | 'expireCardsDrawnOtherwise'>;
}

/**
 * Part of what an incident's card shows changes without the incident: what its connection may do now, and what counts
 * as drift once it has lasted. The cards concerned are marked to be looked at again.
 */
export class CardExpiry {
  readonly #services: ExpiryServices;
  #posture: string | null = null;
  #drift = new Map<number, string>();

  constructor(services: ExpiryServices) {
    this.#services = services;
  }

  /** After a start everything is looked at once: what the connections may do can have changed meanwhile. */
  async look(): Promise<void> {
    const { desk, chat } = this.#services;
    const status = await desk.status();
    const posture = JSON.stringify(status.map(({ connectionId, heldBack, mode }) => [connectionId, mode, heldBack]));
    const { lines } = await desk.drift({ limit: MOST_DRIFT, offset: 0 });
    const drift = new Map(
      [...Map.groupBy(lines, ({ incident }) => incident)].map(([number, own]) => [number, JSON.stringify(own)]),
    );
    const isSame = (number: number) => drift.get(number) === this.#drift.get(number);
    const changed = [...new Set([...drift.keys(), ...this.#drift.keys()])].filter((number) => !isSame(number));
    if (posture !== this.#posture) await this.#expireAll(status);
    else if (changed.length > 0) await chat.expireCards(changed);
    this.#posture = posture;
    this.#drift = drift;
  }

  /** Of what is over only the buttons can differ: the rows say which were drawn with others, in an earlier life too. */
  async #expireAll(status: readonly ConnectionStatus[]): Promise<void> {
    const { chat } = this.#services;
    await chat.expireCards('open');
    for (const { connectionId, readOnly } of status) await chat.expireCardsDrawnOtherwise(connectionId, readOnly);
  }
}
