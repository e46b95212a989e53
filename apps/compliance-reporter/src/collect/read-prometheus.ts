import type { Evidence } from '@redoubt/compliance';
import { toError } from '@redoubt/contracts';
import { z } from 'zod';

const TIMEOUT_MS = 5_000;

const answerSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            name: z.string(),
            health: z.string().optional(),
            annotations: z.record(z.string(), z.string()).optional(),
          }),
        ),
      }),
    ),
  }),
});

/** Alert rules that a Prometheus has loaded (GET /api/v1/rules); why not, when it does not answer. */
export async function readPrometheus(url: string | undefined, nowMs: number): Promise<Evidence['monitoring']> {
  if (url === undefined) return null;
  try {
    const asked = new URL('api/v1/rules?type=alert', url.endsWith('/') ? url : `${url}/`);
    const response = await fetch(asked, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    if (!response.ok) return { error: `HTTP ${response.status}` };
    const { data } = answerSchema.parse(await response.json());
    const rules = data.groups.flatMap((group) => group.rules);
    return {
      atMs: nowMs,
      rules: rules.map(({ name, health, annotations }) => ({
        ...{ name, hasRunbook: Boolean(annotations?.runbook_url) },
        // `unknown` until it was evaluated for the first time.
        isHealthy: health !== 'err',
      })),
    };
  } catch (error) {
    return { error: error instanceof z.ZodError ? 'the answer is not that of the rules API' : toError(error).message };
  }
}
