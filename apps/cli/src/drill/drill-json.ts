import { recordDrill, type AuditActor, type Drill, type DrillKind } from '@redoubt/storage';
import { redactText } from '@redoubt/telemetry';
import { z } from 'zod';
import { CliError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { explainError } from '../command/explain-error.ts';

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

/**
 * Keeps how a drill went where compliance runs read it, and in the audit log; for good, so that no secret may be in it.
 *
 * @throws CliError that says how it went, when it cannot be kept
 */
export async function keepDrill(
  context: Context,
  { kind, startedAtMs, figures, faults: told }: Went,
  actor: AuditActor,
): Promise<DrillJson> {
  const faults = told.map(redactText);
  const finishedAtMs = context.clock.now();
  const isPassed = faults.length === 0;
  const drill = { kind, startedAtMs, finishedAtMs, isPassed, figures, faults };
  const drillId = await record(context, drill, actor).catch((error: unknown) => {
    const { exitCode, message } = explainError(error);
    const how = isPassed ? 'passed' : 'failed';
    throw new CliError(exitCode, `the drill has ${how}, and cannot be kept: ${message}`, faults, { cause: error });
  });
  const seconds = Math.round((finishedAtMs - startedAtMs) / 100) / 10;
  return { isDryRun: false, isPassed, drillId, seconds, figures, faults };
}

async function record(context: Context, drill: Drill, actor: AuditActor): Promise<string> {
  return recordDrill(await context.database(), drill, actor);
}
