import { RemoteError } from '../../sync/ports/remote-error.ts';
import type { IncidentPatch } from './to-request.ts';

/** Which wording of a state this Defender has turned out to take. What was learnt holds until the next start. */
export class Wordings {
  /** By the best wording of what was to be said: how many of its wordings are not taken. */
  readonly #refused = new Map<string, number>();
  readonly #lost = new Set<string>();

  /** Those still worth trying, best first; there is at least one. */
  worthTrying(wordings: readonly IncidentPatch[]): readonly IncidentPatch[] {
    return wordings.slice(this.#refused.get(topic(wordings)) ?? 0);
  }

  /** Remembers the wording that was taken. */
  note(wordings: readonly IncidentPatch[], taken: IncidentPatch): void {
    const [best] = wordings;
    const refused = wordings.indexOf(taken);
    if (best === undefined || refused < 1) return;
    this.#refused.set(topic(wordings), refused);
    if (best.determination === undefined || taken.determination !== undefined) return;
    this.#lost.add(
      taken.classification === undefined ? 'taking a classification back' : `determination "${best.determination}"`,
    );
  }

  /** What cannot be said in any wording, in words for people. */
  lost(): string[] {
    return [...this.#lost];
  }
}

/** Whether a refusal may be about how a state is worded. Most name nothing at all. */
export function isAboutWording(error: unknown): boolean {
  if (!(error instanceof RemoteError) || error.code !== 'invalid') return false;
  if (error.status !== 400 && error.status !== 422) return false;
  return error.property === null || error.property === 'classification' || error.property === 'determination';
}

function topic([best]: readonly IncidentPatch[]): string {
  return `${best?.classification ?? ''}/${best?.determination ?? ''}`;
}
