import { AclCluster } from '@redoubt/acl';
import { DEFAULT_CANARY_ORGANIZATION } from '@redoubt/canary';
import { toError } from '@redoubt/contracts';
import { getOrganization } from '@redoubt/tenancy';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { CliError, usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { asDuration, asText, flag, option } from '../../command/inputs.ts';
import { drillSchema, keepDrill, type DrillJson } from '../../drill/drill-json.ts';
import { EventCanary } from '../../drill/event-canary.ts';
import { planFailovers, type PlannedFailover } from '../../drill/failover-plan.ts';
import { handOverMasters, type HandOverDeps } from '../../drill/hand-over.ts';
import { judgeFailover } from '../../drill/judge-failover.ts';
import { renderDrill } from '../../drill/render-drill.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';
import { caOption, readCa } from '../../send/gateway-ca.ts';
import { senderKey } from '../../send/sender-key.ts';

const schema = drillSchema.extend({
  failovers: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      promotedMs: z.number().optional().describe('from the order to the new master'),
    }),
  ),
});
type FailoverJson = z.infer<typeof schema>;
type Step = FailoverJson['failovers'][number];

export const drillFailover = defineCommand({
  path: 'drill failover',
  summary: 'hand every master to its replica and back, and measure what that costs',
  details:
    'Gracefully, one after the other, while events of the canary organisation go in at the gateway and keys are written to the master in turn. Passes when every acknowledged write and every accepted event is there afterwards, each event once, both are taken again after the last of it, and nothing was refused for longer than --most. Refused while a master has no replica that follows closely. The result is kept as evidence, as a failed one when the drill breaks off or is interrupted: compliance runs show the date of the last one. Masters that serve no slot are left out. Comes to the nodes as the user of the settings, who has to be an administrator of Redis (REDIS_USERNAME, REDIS_PASSWORD_FILE).',
  options: {
    dryRun: flag('--dry-run', 'only say who would take over from whom'),
    yes: flag('--yes', 'do it'),
    url: option('--url <url>', 'base address of the gateway (default: REDOUBT_URL)', asText),
    keyFile: option('--key-file <file>', 'the key that "redoubt canary setup" has made', asText),
    ca: caOption,
    name: option('--name <org>', 'organisation of the canary', asText, { defaultValue: DEFAULT_CANARY_ORGANIZATION }),
    most: option('--most <duration>', 'how long writes may wait', asDuration, {
      defaultValue: 10_000,
      defaultText: '10s',
    }),
    reason: auditReasonOption,
    actor: actorOption,
  },
  examples: [
    'redoubt drill failover --dry-run',
    'redoubt drill failover --key-file canary.key --reason "quarterly drill" --yes',
  ],
  result: schema,
  rowsOf: ({ failovers }) => failovers,
  isEndless: () => true,
  graceMs: 30_000,
  run: async (context, { dryRun, yes, url, keyFile, ca, name, most, reason, actor }) => {
    if (dryRun === yes) throw usageError('add --dry-run to look, or --yes to do it');
    const pool = context.nodes();
    const plan = await planFailovers(pool, await new AclCluster(pool).nodes());
    if (plan.refusals.length > 0)
      throw new CliError(EXIT.conflict, 'nothing was done: not every master can be spared', plan.refusals);
    const planned = plan.failovers.map(({ master, replica }): Step => ({ from: master, to: replica }));
    if (dryRun) {
      const nothing = { isDryRun: true, isPassed: null, seconds: 0, figures: {}, faults: [] };
      return { result: { ...nothing, failovers: planned } };
    }
    const address = context.settings.gateway(url).url;
    if (address === undefined) throw usageError('there is no gateway to send to', 'give --url, or set REDOUBT_URL');
    if (keyFile === undefined) throw usageError('give --key-file', 'redoubt canary setup --out canary.key makes it');
    const { id: orgId } = await getOrganization(await context.database(), name);
    const operator = operatorOf(context, { actor, reason });
    const redis = await context.redis();
    const startedAtMs = context.clock.now();
    const { clock, signal } = context;
    const pause = (ms: number): Promise<void> => context.pause(ms);
    const canary = new EventCanary({
      ...{ url: address, apiKey: senderKey(keyFile, undefined), orgId, pause, signal },
      ...(ca === undefined ? {} : { ca: readCa(ca) }),
    });
    try {
      await canary.start();
      const progress = (text: string): void => context.output.progress(text);
      const measured = await measure(context, { pool, redis, clock, signal, pause, progress }, canary, {
        planned: plan.failovers,
        mostMs: most,
      });
      const { steps, figures, faults } = measured;
      const kept = await keepDrill(context, { kind: 'failover', startedAtMs, figures, faults }, operator);
      return { result: { ...kept, failovers: steps }, ...exitOf(kept) };
    } finally {
      await canary.close();
    }
  },
  render: (result, view) => {
    const rows = result.failovers.map(({ from, to, promotedMs }) => [
      printable(from),
      printable(to),
      promotedMs === undefined ? '' : `${promotedMs} ms`,
    ]);
    const columns = [{ name: 'from' }, { name: 'to' }, { name: 'took' }];
    return [renderTable(columns, rows, view), renderDrill(result, view)].join('\n');
  },
});

function exitOf({ isPassed }: DrillJson): { exitCode?: typeof EXIT.checksFailed } {
  return isPassed === false ? { exitCode: EXIT.checksFailed } : {};
}

/** From here on masters change: whatever goes wrong is a fault of the drill, and none is thrown. */
async function measure(
  context: Context,
  deps: HandOverDeps,
  canary: EventCanary,
  { planned, mostMs }: { planned: readonly PlannedFailover[]; mostMs: number },
): Promise<{ steps: Step[]; figures: Record<string, number>; faults: string[] }> {
  const handed = await handOverMasters(deps, planned, mostMs);
  if (handed.faults.length === 0 && !(await canary.takesAgain(mostMs)))
    handed.faults.push(`no event was taken after the last failover: ${canary.lastFailure}`);
  deps.progress('waiting until every event is stored');
  await canary.close();
  let stored: { lost: number; duplicated: number } | undefined;
  try {
    stored = await canary.lookUp(await context.database());
  } catch (error) {
    handed.faults.push(`the events cannot be looked up: ${toError(error).message}`);
  }
  return { steps: handed.steps, ...judgeFailover(handed, { ...canary.figures, ...stored }, mostMs) };
}
