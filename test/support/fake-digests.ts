import type { Digest, DigestFigureName, DigestKind, Digests, RollingFigures } from '../../src/sync/ports/digest.ts';
import type { FigurePage, Period } from '../../src/sync/ports/figure-records.ts';
import { aDigest } from './digests.ts';

/** Digests whose periods a test draws. */
export class FakeDigests implements Digests {
  made: Digest = aDigest();
  /** What is due by itself, by kind. */
  readonly schedule: Partial<Record<DigestKind, Digest>> = {};
  /** What could not be read, as it was handed over. */
  faults: string[] = [];

  /** The figure whose incidents were asked for last, and those that are behind every figure. */
  asked: DigestFigureName | null = null;
  incidents: number[] = [];

  async now(): Promise<Digest> {
    return this.made;
  }

  async latest(kind: DigestKind, faults: string[] = []): Promise<Digest | null> {
    this.faults = faults;
    return this.schedule[kind] ?? { ...this.made, kind };
  }

  async rolling(): Promise<RollingFigures[]> {
    return (['24h', '7d'] as const).map((window) => ({
      window,
      figures: this.made.figures,
      missed: this.made.missed,
    }));
  }

  async behind(_period: Period, name: DigestFigureName): Promise<FigurePage> {
    this.asked = name;
    return { incidents: this.incidents, total: this.incidents.length };
  }

  due(kind: DigestKind): Digest | null {
    return this.schedule[kind] ?? null;
  }
}
