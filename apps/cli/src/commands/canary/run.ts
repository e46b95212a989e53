import { CANARY_STAGES, CanaryRound, DEFAULT_CANARY_ORGANIZATION, type CanaryResult } from '@redoubt/canary';
import { getOrganization } from '@redoubt/tenancy';
import { z } from 'zod';
import { usageError } from '../../command/cli-error.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { asDuration, asText, option } from '../../command/inputs.ts';
import { formatDuration } from '../../output/duration.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { caOption, readCa } from '../../send/gateway-ca.ts';
import { senderKey } from '../../send/sender-key.ts';

const stageSchema = z.object({
  stage: z.enum(CANARY_STAGES),
  latencyMs: z.number().nullable().describe('from before the request; null when it was not reached'),
  reason: z.string().optional().describe('why it was not reached'),
});
const runSchema = z.object({ isOk: z.boolean(), stages: z.array(stageSchema) });

export const canaryRun = defineCommand({
  path: 'canary run',
  summary: 'send one synthetic event and wait for its alert',
  details:
    'In at the gateway over HTTP; then its alert on the stream, event and alert in PostgreSQL. Ends with 3 and the stage when one is not reached: accepted is the gateway, alerted alert-engine, event_stored and alert_stored db-writer. "redoubt canary setup" makes the organisation and the key.',
  options: {
    url: option('--url <url>', 'base address of the gateway (default: REDOUBT_URL)', asText),
    keyFile: option('--key-file <file>', 'the key that "redoubt canary setup" has made', asText, { isRequired: true }),
    name: option('--name <org>', 'organisation of the canary', asText, { defaultValue: DEFAULT_CANARY_ORGANIZATION }),
    ca: caOption,
    within: option('--within <duration>', 'how long the whole way may take', asDuration, {
      defaultValue: 10_000,
      defaultText: '10s',
    }),
  },
  examples: ['redoubt canary run --key-file canary.key', 'redoubt canary run --key-file canary.key --within 5s --json'],
  result: runSchema,
  rowsOf: ({ stages }) => stages,
  run: async (context, { url, keyFile, name, ca, within }) => {
    const address = context.settings.gateway(url).url;
    if (address === undefined) throw usageError('there is no gateway to send to', 'give --url, or set REDOUBT_URL');
    const { database, redis } = await context.tenancy();
    const { id: orgId } = await getOrganization(database, name);
    const round = new CanaryRound(
      { redis, database, clock: context.clock },
      {
        ...{ url: address, apiKey: senderKey(keyFile, undefined), orgId, timeoutMs: within },
        ...(ca === undefined ? {} : { ca: readCa(ca) }),
      },
    );
    try {
      const result = resultOf(await round.run(context.signal));
      return { result, exitCode: result.isOk ? EXIT.ok : EXIT.checksFailed };
    } finally {
      await round.close();
    }
  },
  render: renderRun,
});

function resultOf({ isOk, latencyMs, failed }: CanaryResult): z.infer<typeof runSchema> {
  const stages = CANARY_STAGES.map((stage) => {
    const ms = latencyMs[stage];
    const reason = failed.find((one) => one.stage === stage)?.reason;
    return { stage, latencyMs: ms === undefined ? null : Math.round(ms), ...(reason === undefined ? {} : { reason }) };
  });
  return { isOk, stages };
}

function renderRun({ stages }: z.infer<typeof runSchema>, view: View): string {
  const { style } = view;
  return renderTable(
    [{ name: 'stage' }, { name: 'after', align: 'right' }, { name: 'trouble', isFlexible: true }],
    stages.map(({ stage, latencyMs, reason }) => [
      stage,
      latencyMs === null ? '-' : style.good(formatDuration(latencyMs)),
      latencyMs === null ? style.bad(printable(reason ?? 'not reached: the stage before it was not')) : '-',
    ]),
    view,
  );
}
