import { SEVERITIES } from '@redoubt/contracts';
import type { RuleRefusal } from '@redoubt/sigma';
import { z } from 'zod';

/** A rule that was not loaded. */
export const refusalSchema = z.object({
  path: z.string(),
  line: z.number().int().describe('from 1'),
  code: z.string(),
  detail: z.string(),
  ruleId: z.string().optional(),
  title: z.string().optional(),
});

export type RefusalJson = z.infer<typeof refusalSchema>;

export function refusalJson({ path, line, code, detail, ruleId, title }: RuleRefusal): RefusalJson {
  return {
    ...{ path, line, code, detail },
    ...(ruleId === undefined ? {} : { ruleId }),
    ...(title === undefined ? {} : { title }),
  };
}

export const severitySchema = z.enum(SEVERITIES);
