import type { EventSource } from '@redoubt/sigma';
import { z } from 'zod';
import { severitySchema } from './rule-schema.ts';
import type { RunMatch } from './rule-run.ts';

/** A rule that an event matched. */
export const matchSchema = z.object({
  ruleId: z.string(),
  title: z.string(),
  level: severitySchema,
  path: z.string(),
  kind: z.enum(['detection', 'correlation']),
  isAlerting: z.boolean().describe('false for rules that only correlations count'),
  author: z.string().optional(),
  group: z.record(z.string(), z.string()).optional().describe('of correlations: values of the fields grouped by'),
  count: z.number().int().optional().describe('of correlations: events in the window'),
  value: z.number().optional().describe('of correlations: what the condition was applied to'),
});

export type MatchJson = z.infer<typeof matchSchema>;

export function matchJson({ rule, correlation }: RunMatch): MatchJson {
  return {
    ruleId: rule.id,
    title: rule.title,
    level: rule.level,
    path: rule.path,
    kind: rule.kind,
    isAlerting: rule.isGenerating,
    ...(rule.author === undefined ? {} : { author: rule.author }),
    ...(correlation === undefined
      ? {}
      : { group: correlation.group, count: correlation.count, value: correlation.value }),
  };
}

/** `windows/sysmon/process_creation`, with a dash for what is not known. */
export function sourceText({ product, service, categories }: EventSource): string {
  return [product ?? '-', service ?? '-', [...categories].join('+') || '-'].join('/');
}
