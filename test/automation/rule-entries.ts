import { readRules } from '../../src/automation/read-rules.ts';
import type { Rule } from '../../src/automation/rule.ts';

/** Rules as they are written in the file. Fails with the file's faults. */
export function rules(...entries: object[]): Rule[] {
  const named = entries.map((entry, index) => ({ name: `rule ${index + 1}`, when: ['created', 'updated'], ...entry }));
  const { rules: read, faults } = readRules({ rules: named });
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return read;
}
