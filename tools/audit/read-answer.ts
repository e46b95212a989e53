import { z } from 'zod';
import { auditReportSchema, type AuditReport } from './judge-audit.ts';

const refusal = z.object({ message: z.string() });

/** What npm printed: a report, or why there is none. A report of a form that is not known says nothing either. */
export function readAnswer(stdout: string): { report: AuditReport } | { why: string } {
  let answer: unknown;
  try {
    answer = JSON.parse(stdout);
  } catch {
    return { why: 'npm printed no JSON' };
  }
  const report = auditReportSchema.safeParse(answer);
  if (report.success) return { report: report.data };
  return { why: refusal.safeParse(answer).data?.message ?? 'npm printed a report of a form that is not known' };
}
