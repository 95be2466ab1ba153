import type { Digest, DigestKind, Digests } from '../../src/sync/ports/digest.ts';
import { aDigest } from './digests.ts';

/** Digests whose periods a test draws. */
export class FakeDigests implements Digests {
  made: Digest = aDigest();
  /** What is due by itself, by kind. */
  readonly schedule: Partial<Record<DigestKind, Digest>> = {};
  /** What could not be read, as it was handed over. */
  faults: string[] = [];

  async now(): Promise<Digest> {
    return this.made;
  }

  async latest(kind: DigestKind, faults: string[] = []): Promise<Digest | null> {
    this.faults = faults;
    return this.schedule[kind] ?? { ...this.made, kind };
  }

  due(kind: DigestKind): Digest | null {
    return this.schedule[kind] ?? null;
  }
}
