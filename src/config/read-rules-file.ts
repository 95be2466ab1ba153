import { readRules } from '../automation/read-rules.ts';
import type { Rule } from '../automation/rule.ts';
import type { ConfigFault } from './config-error.ts';
import { readJsonFile } from './read-json-file.ts';

const ACCEPTED = 'the path of a JSON file with {"rules": […]}';

export interface RulesReading {
  rules: Rule[];
  faults: ConfigFault[];
}

/** The rules a file holds, and every fault of it, each with its place. `variable`: what named the file. */
export function readRulesFile(path: string, variable = 'RULES_FILE'): RulesReading {
  const read = readJsonFile(variable, path, ACCEPTED);
  if (!('value' in read)) return { rules: [], faults: [read] };
  const { rules, faults } = readRules(read.value);
  const inFile = faults.map(({ place, ...fault }) => ({
    variable: place === '' ? variable : `${variable}: ${place}`,
    ...fault,
  }));
  return { rules, faults: inFile };
}
