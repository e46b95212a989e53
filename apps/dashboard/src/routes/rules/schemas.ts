import { SEVERITIES } from '@redoubt/contracts';
import { OWN_PACK_PREFIX, ruleOverrideSchema } from '@redoubt/rulebook';
import { z } from 'zod';
import { given } from '../parameters.ts';
import { RULE_STATES, type OrgRule } from './org-rules.ts';

export const ruleIdParams = z.strictObject({ ruleId: z.string().min(1).max(256) });

/** The text of a rule. */
export const ruleYaml = z.string().min(1).max(200_000);

/** Something about the text of a rule. */
export const problemSchema = z.strictObject({
  line: z.number().int().optional(),
  code: z.string(),
  severity: z.enum(['error', 'warning', 'note']).describe('`error`: keeps the rule from being loaded'),
  message: z.string(),
});

export const ruleSchema = z.strictObject({
  ruleId: z.string(),
  name: z.string().optional(),
  title: z.string(),
  level: z.enum(SEVERITIES).describe('As the rule says; see override'),
  kind: z.enum(['detection', 'correlation']),
  packId: z.string(),
  isOwn: z.boolean().describe('Published by the organisation itself'),
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
    isOwn: packId.startsWith(OWN_PACK_PREFIX),
    ...given({ name, author, override }),
  };
}
