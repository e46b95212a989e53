import { SEVERITIES } from '@redoubt/contracts';
import { ruleOverrideSchema } from '@redoubt/rulebook';
import { z } from 'zod';
import { given } from '../parameters.ts';
import { RULE_STATES, type OrgRule } from './org-rules.ts';

export const ruleSchema = z.strictObject({
  ruleId: z.string(),
  name: z.string().optional(),
  title: z.string(),
  level: z.enum(SEVERITIES).describe('As the rule says; see override'),
  kind: z.enum(['detection', 'correlation']),
  packId: z.string(),
  path: z.string(),
  author: z.string().optional(),
  tags: z.array(z.string()),
  hasThreshold: z.boolean().describe('Whether a threshold and window can be set'),
  state: z
    .enum(RULE_STATES)
    .describe('`off_by_default`: runs when it is enabled by name; `shadowed`: an earlier pack has a rule of this id'),
  override: ruleOverrideSchema.optional().describe('What is in force beside what the rule says'),
});

export function ruleJson({ rule, packId, state, override }: OrgRule): z.output<typeof ruleSchema> {
  const { id: ruleId, name, title, level, kind, author, path, tags, hasThreshold } = rule;
  return {
    ...{ ruleId, title, level, kind, packId, path, tags, hasThreshold, state },
    ...given({ name, author, override }),
  };
}
