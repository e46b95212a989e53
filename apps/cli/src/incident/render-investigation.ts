import { z } from 'zod';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { NOTHING_TO_CONTAIN } from './contain.ts';

/** What an investigation found and did, as `--json` prints it. */
export const investigationSchema = z.object({
  findings: z
    .array(z.object({ what: z.string(), state: z.enum(['good', 'bad', 'unknown']), detail: z.string() }))
    .readonly(),
  recommendations: z.array(z.string()).readonly(),
  steps: z
    .array(
      z.object({
        kind: z.enum(['end_connections', 'rotate', 'by_hand']),
        target: z.string(),
        text: z.string(),
        outcome: z.enum(['planned', 'done', 'failed']),
        detail: z.string(),
      }),
    )
    .readonly()
    .describe('of --contain'),
  isContaining: z.boolean().describe('--contain was given'),
  logFile: z.string(),
  evidenceFile: z.string(),
  sha256: z.string().describe('of the evidence file'),
  contacts: z.array(z.string()).readonly().describe('of ESCALATION_CONTACTS'),
});

interface Shown extends z.infer<typeof investigationSchema> {
  outcome: 'done' | 'sent' | 'unanswered';
  id: string;
  title: string;
}

const signs = { good: 'ok', bad: 'bad', unknown: '?' } as const;

export function renderInvestigation(shown: Shown, { style }: View): string {
  const {
    findings,
    recommendations,
    steps,
    logFile,
    evidenceFile,
    sha256,
    contacts,
    outcome,
    id,
    title,
    isContaining,
  } = shown;
  const mark = (state: keyof typeof signs): string =>
    state === 'bad' ? style.bad(signs.bad) : state === 'good' ? style.good(signs.good) : style.warn(signs.unknown);
  const words = { done: 'opened', sent: 'asked for', unanswered: 'asked for, not answered yet' };
  return [
    `${style.head(printable(title))}  incident ${id} ${words[outcome]}`,
    ...findings.map(({ what, state, detail }) => `  ${mark(state)}  ${what}: ${printable(detail)}`),
    'Recommended actions',
    ...recommendations.map((text, i) => `  ${i + 1}. ${printable(text)}`),
    ...(steps.length > 0
      ? ['Containment', ...steps.map((step) => `  ${step.outcome}  ${printable(step.text)}: ${printable(step.detail)}`)]
      : isContaining
        ? [`Containment: ${NOTHING_TO_CONTAIN}`]
        : []),
    ...(contacts.length > 0 ? ['Escalation', ...contacts.map((text) => `  ${printable(text)}`)] : []),
    `logged to ${logFile}`,
    `evidence ${evidenceFile}, SHA-256 ${sha256}`,
  ].join('\n');
}
