import { readClassification, readDetermination } from '../../src/cards/graph-names.ts';
import { readClosure } from '../../src/bot/commands/close.ts';

/** People write what they read in the portals. */

test.each([
  ['Unknown', 'undetermined'],
  ['Not set', 'undetermined'],
  ['Undetermined', 'undetermined'],
  ['True Positive', 'truePositive'],
  ['true-positive', 'truePositive'],
  ['True Positive – suspicious activity', 'truePositive'],
  ['Informational, expected activity', 'benignPositive'],
  ['Informational (expected activity)', 'benignPositive'],
  ['Benign Positive - suspicious but expected', 'benignPositive'],
  ['BP', 'benignPositive'],
  ['False Positive', 'falsePositive'],
  ['nonsense', null],
  ['', null],
])('%p is the classification %s', (name, classification) => {
  expect(readClassification(name)).toBe(classification);
});

test.each([
  ['truePositive', 'Multistaged attack', 'multiStagedAttack'],
  ['truePositive', 'Multi-stage attack', 'multiStagedAttack'],
  ['truePositive', 'Compromised user', 'compromisedAccount'],
  ['truePositive', 'suspicious activity', 'other'],
  ['benignPositive', 'Security test', 'securityTesting'],
  ['benignPositive', 'Line of business application', 'lineOfBusinessApplication'],
  ['benignPositive', 'Confirmed user activity', 'confirmedActivity'],
  ['benignPositive', 'suspicious but expected', 'confirmedActivity'],
  ['falsePositive', 'Not enough data to validate', 'notEnoughDataToValidate'],
  ['falsePositive', 'No enough data to validate', 'notEnoughDataToValidate'],
  ['falsePositive', 'incorrect data', 'notEnoughDataToValidate'],
  ['falsePositive', 'inaccurate data', 'notEnoughDataToValidate'],
  ['falsePositive', 'incorrect alert logic', 'notMalicious'],
  ['truePositive', 'incorrect alert logic', null],
  ['undetermined', 'other', null],
  ['falsePositive', '__proto__', null],
] as const)('of %s, %p is the determination %s', (classification, name, determination) => {
  expect(readDetermination(name, classification)).toBe(determination);
});

test.each([
  ['unknown', 'undetermined', null, null],
  ['Unknown "nobody can tell"', 'undetermined', null, 'nobody can tell'],
  ['False Positive - incorrect alert logic the rule is noisy', 'falsePositive', 'notMalicious', 'the rule is noisy'],
  ['Benign Positive - Suspicious but expected', 'benignPositive', null, null],
  ['True positive, Multistaged attack', 'truePositive', 'multiStagedAttack', null],
])('"close 7 as %s" is understood', (said, classification, determination, comment) => {
  expect(readClosure(said)).toEqual({ ask: { kind: 'close', classification, determination, reason: null, comment } });
});
