import type { Known } from './known.ts';

/** When the proof of identity that is in use stops being taken. */
export interface CredentialExpiry {
  kind: 'client secret' | 'certificate';
  /** ISO 8601 */
  expiresAt: string;
}

/** One credential: the one of a connection, or the bot's. */
export interface CredentialExpiryPort {
  /** The application (client) id the credential belongs to; null for the machine's own identity. */
  clientId: string | null;
  /**
   * Null where nothing expires that a person would have to renew (a managed identity, a federated token). Makes at
   * most one remote request; this throws for nothing a service does.
   */
  read(): Promise<Known<CredentialExpiry | null>>;
}
