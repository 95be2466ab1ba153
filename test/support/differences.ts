import type { DriftLine, QuestionView } from '../../src/sync/incident-view.ts';

/** A severity both sides moved apart. */
export function aQuestion(overrides: Partial<QuestionView> = {}): QuestionView {
  return {
    field: 'severity',
    defender: 'low severity',
    sentinel: 'medium severity',
    sentence:
      'Low severity in Defender by raj at 09:31:00 UTC. Medium severity in Sentinel by someone at 09:31:30 UTC.',
    since: '2026-11-22T09:32:00Z',
    ...overrides,
  };
}

/** Tags that Microsoft's own sync did not carry to Sentinel. */
export function aDriftLine(overrides: Partial<DriftLine> = {}): DriftLine {
  return {
    incident: 12,
    title: 'Multi-stage incident involving initial access and exfiltration',
    what: 'tags',
    defender: 'tags vip',
    sentinel: 'tags (none)',
    since: '2026-01-22T07:00:00Z',
    why: "Microsoft's own sync has not carried it.",
    repair: 'sentinel',
    ...overrides,
  };
}
