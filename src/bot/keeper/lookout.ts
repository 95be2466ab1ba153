import type { Desk } from '../../sync/ports/desk.ts';
import { CardExpiry } from './expire-cards.ts';
import type { ExpiryServices } from './expire-cards.ts';
import { reviseAdminNotices } from './revise-admin-notices.ts';
import type { AdminNoticeServices } from './revise-admin-notices.ts';

export interface LookoutServices extends AdminNoticeServices {
  desk: AdminNoticeServices['desk'] & Pick<Desk, 'drift'>;
  chat: AdminNoticeServices['chat'] & ExpiryServices['chat'];
}

/**
 * Asks what admins must know, and which cards show something that changed without their incident. That may take a
 * request to somebody else (whether a secret expires, say), so no card waits for it.
 */
export class Lookout {
  readonly #services: LookoutServices;
  readonly #onLooked: (succeeded: boolean) => void;
  readonly #expiry: CardExpiry;
  readonly #unheard = new Set<string>();
  #isDue = true;
  #running: Promise<void> | null = null;

  /** @param onLooked is called after each look: what it found is in the store by then */
  constructor(services: LookoutServices, onLooked: (succeeded: boolean) => void) {
    this.#services = services;
    this.#onLooked = onLooked;
    this.#expiry = new CardExpiry(services);
  }

  /** Something may have changed: the next `begin` looks. */
  due(): void {
    this.#isDue = true;
  }

  /** Begins to look where that is due; while it looks, it begins no second time. */
  begin(): void {
    if (!this.#isDue || this.#running !== null) return;
    this.#isDue = false;
    this.#running = this.#look();
  }

  /** Resolves once nothing is being looked at. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #look(): Promise<void> {
    let succeeded = true;
    try {
      await reviseAdminNotices(this.#services, this.#unheard);
      await this.#expiry.look();
    } catch (error) {
      this.#services.logger.error({ err: error }, 'what admins must know could not be looked up; it is tried again');
      succeeded = false;
    }
    this.#running = null;
    this.#isDue ||= !succeeded;
    this.#onLooked(succeeded);
  }
}
