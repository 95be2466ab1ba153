import { z } from 'zod';
import { RulesFile } from './rules-file.ts';

/**
 * The text of `docs/contracts/rules.schema.json`, for editors that complete and check JSON. What it lets pass is still
 * checked at the start, since it cannot say all. To write it again: `node --input-type=module -e "console.log((await
 * import('./src/automation/render-rules-schema.ts')).renderRulesSchema())" > docs/contracts/rules.schema.json`, then
 * `npm run format`
 */
export function renderRulesSchema(): string {
  return JSON.stringify({ title: 'RULES_FILE', ...z.toJSONSchema(RulesFile, { io: 'input' }) }, null, 2);
}
