import { CLASSIFICATIONS, DETERMINATIONS, LEGAL_DETERMINATIONS, REASONS } from '../incident/state.ts';
import type { Classification, Determination } from '../incident/state.ts';
import { DETERMINATION_FOR } from '../incident/translate-state.ts';

/** The classifications as Graph names them: forms and programs use these. */
export const GRAPH_CLASSIFICATIONS: Record<Classification, string> = {
  truePositive: 'truePositive',
  falsePositive: 'falsePositive',
  benignPositive: 'informationalExpectedActivity',
  undetermined: 'unknown',
};

/** What else people write, folded: Dragoman's own words, Sentinel's, the portals' and common short forms. */
const CLASSIFICATION_ALIASES: Record<string, Classification> = {
  tp: 'truePositive',
  fp: 'falsePositive',
  bp: 'benignPositive',
  benign: 'benignPositive',
  informational: 'benignPositive',
  informationalactivity: 'benignPositive',
  benignpositivesuspiciousbutexpected: 'benignPositive',
  truepositivesuspiciousactivity: 'truePositive',
  notset: 'undetermined',
};

const classificationByName = new Map<string, Classification>([
  ...CLASSIFICATIONS.map((one): [string, Classification] => [fold(one), one]),
  ...CLASSIFICATIONS.map((one): [string, Classification] => [fold(GRAPH_CLASSIFICATIONS[one]), one]),
  ...Object.entries(CLASSIFICATION_ALIASES),
]);

const determinationByName = new Map<string, Determination>([
  ...DETERMINATIONS.map((one): [string, Determination] => [fold(one), one]),
  ['multistageattack', 'multiStagedAttack'],
  ['compromiseduser', 'compromisedAccount'],
  ['securitytest', 'securityTesting'],
  ['confirmeduseractivity', 'confirmedActivity'],
  ['clean', 'notMalicious'],
  ['insufficientdata', 'notEnoughDataToValidate'],
  ['noenoughdatatovalidate', 'notEnoughDataToValidate'],
  // Sentinel's reasons, by what stands for them in Defender.
  ...REASONS.map((one): [string, Determination] => [fold(one), DETERMINATION_FOR[one]]),
  ['incorrectdata', DETERMINATION_FOR.inaccurateData],
]);

/** The classification a name stands for, whatever its case, spaces and hyphens; null for any other text. */
export function readClassification(name: string): Classification | null {
  return classificationByName.get(fold(name)) ?? null;
}

/** The determination a name stands for, when it is legal under the classification; null otherwise. */
export function readDetermination(name: string, classification: Classification): Determination | null {
  const determination = determinationByName.get(fold(name));
  const isLegal = determination !== undefined && LEGAL_DETERMINATIONS[classification].includes(determination);
  return isLegal ? determination : null;
}

/** Every legal pair, one classification a line: the list a refused closure is answered with. */
export function legalClosures(): string[] {
  return CLASSIFICATIONS.map((one) => {
    const determinations = LEGAL_DETERMINATIONS[one].join(', ');
    return `${GRAPH_CLASSIFICATIONS[one]}${determinations === '' ? '' : `: ${determinations}`}`;
  });
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s,.:()_–—-]+/g, '');
}
