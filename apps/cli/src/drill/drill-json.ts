import { recordDrill, type DrillKind } from '@redoubt/storage';
import { z } from 'zod';
import type { Context } from '../command/context.ts';
import { operatorOf } from '../people/operator.ts';

/** What every drill ends with. */
export const drillSchema = z.object({
  isDryRun: z.boolean(),
  isPassed: z.boolean().nullable().describe('null in a dry run'),
  drillId: z.string().optional().describe('under which it is kept as evidence'),
  seconds: z.number(),
  figures: z.record(z.string(), z.number()),
  faults: z.array(z.string()).describe('what stands against it'),
});
export type DrillJson = z.infer<typeof drillSchema>;

interface Went {
  kind: DrillKind;
  startedAtMs: number;
  figures: Record<string, number>;
  faults: readonly string[];
}

/** Keeps how a drill went where compliance runs read it, and in the audit log. */
export async function keepDrill(
  context: Context,
  { kind, startedAtMs, figures, faults }: Went,
  given: { actor: string | undefined; reason: string | undefined },
): Promise<DrillJson> {
  const finishedAtMs = context.clock.now();
  const isPassed = faults.length === 0;
  const drill = { kind, startedAtMs, finishedAtMs, isPassed, figures, faults };
  const drillId = await recordDrill(await context.database(), drill, operatorOf(context, given));
  const seconds = Math.round((finishedAtMs - startedAtMs) / 100) / 10;
  return { isDryRun: false, isPassed, drillId, seconds, figures, faults: [...faults] };
}
