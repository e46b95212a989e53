import { z } from 'zod';
import type { View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { formatDuration } from '../output/duration.ts';
import { severitySchema } from './rule-schema.ts';

export const overrideSchema = z.object({
  threshold: z.number().optional(),
  windowSeconds: z.number().int().optional(),
  severity: severitySchema.optional(),
  isEnabled: z.boolean().optional(),
});

export type OverrideJson = z.infer<typeof overrideSchema>;

/** What `rules enable` and `rules disable` end with. */
export const changesSchema = z.object({
  organization: z.string().describe('name'),
  orgId: z.string(),
  changes: z.array(
    z.object({
      kind: z.enum(['pack', 'rule']),
      id: z.string(),
      title: z.string().optional(),
      state: z.enum(['enabled', 'disabled']),
      version: z.string().optional().describe('of packs'),
      previousVersion: z.string().optional().describe('of packs that ran in another version before'),
      override: overrideSchema.optional().describe('of rules: what the organisation set'),
    }),
  ),
  isLive: z.boolean().describe('alert-engine has been told'),
});

export type ChangesJson = z.infer<typeof changesSchema>;

/** `threshold 20, window 10m, severity high`; empty when nothing was set. */
export function overrideText({ threshold, windowSeconds, severity }: OverrideJson): string {
  return [
    ...(threshold === undefined ? [] : [`threshold ${threshold}`]),
    ...(windowSeconds === undefined ? [] : [`window ${formatDuration(windowSeconds * 1_000)}`]),
    ...(severity === undefined ? [] : [`severity ${severity}`]),
  ].join(', ');
}

export function renderChanges({ organization, changes, isLive }: ChangesJson, { style }: View): string {
  const lines = changes.map(({ kind, id, title, state, version, previousVersion, override }) => {
    const name = title === undefined ? '' : ` (${printable(title)})`;
    const before = previousVersion === undefined || previousVersion === version ? '' : `, was ${previousVersion}`;
    const which = version === undefined ? '' : ` ${version}${before}`;
    const set = override === undefined ? '' : overrideText(override);
    const colour = state === 'enabled' ? style.good : style.warn;
    return `${kind} ${printable(id)}${which}${name}: ${colour(state)}${set === '' ? '' : `, ${set}`}`;
  });
  return [...lines, isLive ? `${organization}: alert-engine takes it up now` : `${organization}: saved`].join('\n');
}
