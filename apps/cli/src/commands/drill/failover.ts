import { DEFAULT_CANARY_ORGANIZATION } from '@redoubt/canary';
import { toError } from '@redoubt/contracts';
import type { NodePool } from '@redoubt/redis';
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
import { failOver } from '../../drill/fail-over.ts';
import { planFailovers, type PlannedFailover } from '../../drill/failover-plan.ts';
import { slotsOfMasters } from '../../drill/slots-of-masters.ts';
import { WriteProbe } from '../../drill/write-probe.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { auditReasonOption } from '../../people/operator.ts';
import { senderKey } from '../../send/sender-key.ts';
import { renderDrill } from '../../drill/render-drill.ts';

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
    'Gracefully, one after the other, while events of the canary organisation go in at the gateway and keys are written to the master in turn. Passes when every acknowledged write and every accepted event is there afterwards, each event once, and nothing was refused for longer than --most. Refused while a master has no replica that follows closely. The result is kept as evidence: compliance runs show the date of the last one. Comes to the nodes as the user of the settings, who has to be an administrator of Redis (REDIS_USERNAME, REDIS_PASSWORD_FILE).',
  options: {
    dryRun: flag('--dry-run', 'only say who would take over from whom'),
    yes: flag('--yes', 'do it'),
    url: option('--url <url>', 'base address of the gateway (default: REDOUBT_URL)', asText),
    keyFile: option('--key-file <file>', 'the key that "redoubt canary setup" has made', asText),
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
  run: async (context, { dryRun, yes, url, keyFile, name, most, reason, actor }) => {
    if (dryRun === yes) throw usageError('add --dry-run to look, or --yes to do it');
    const pool = context.nodes();
    const plan = await planFailovers(pool);
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
    const startedAtMs = context.clock.now();
    const canary = new EventCanary({
      ...{ url: address, apiKey: senderKey(keyFile, undefined), orgId },
      pause: (ms) => context.pause(ms),
    });
    try {
      await canary.start();
      const drilled = await drillAll(context, pool, plan.failovers);
      const { figures, faults } = await judged(context, canary, drilled, most);
      const kept = await keepDrill(context, { kind: 'failover', startedAtMs, figures, faults }, { actor, reason });
      return { result: { ...kept, failovers: drilled.steps }, ...exitOf(kept) };
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

interface Drilled {
  steps: Step[];
  faults: string[];
  probeWrites: number;
  probeLost: number;
  probeGapMs: number;
}

/** Every master in turn: over to its replica, and back. What goes wrong ends the drill there. */
async function drillAll(context: Context, pool: NodePool, planned: readonly PlannedFailover[]): Promise<Drilled> {
  const drilled: Drilled = { steps: [], faults: [], probeWrites: 0, probeLost: 0, probeGapMs: 0 };
  const { clock, signal } = context;
  const deps = { pool, clock, signal, pause: (ms: number) => context.pause(ms) };
  for (const { master, replica } of planned) {
    const slots = (await slotsOfMasters(pool)).get(master);
    const probe = new WriteProbe(await context.redis(), clock, (slot) => slots?.(slot) ?? false);
    probe.start();
    try {
      for (const [from, to] of [
        [master, replica],
        [replica, master],
      ] as const) {
        context.output.progress(`${to} takes over from ${from}`);
        drilled.steps.push({ from, to, promotedMs: await failOver(deps, { from, to }) });
      }
    } catch (error) {
      drilled.faults.push(toError(error).message);
    }
    const { written, lost, longestGapMs } = await probe.stop();
    drilled.probeWrites += written;
    drilled.probeLost += lost;
    drilled.probeGapMs = Math.max(drilled.probeGapMs, longestGapMs);
    if (drilled.faults.length > 0) break;
  }
  return drilled;
}

async function judged(context: Context, canary: EventCanary, drilled: Drilled, mostMs: number) {
  context.output.progress('waiting until every event is stored');
  const events = await canary.stop(await context.database());
  const { steps, probeWrites, probeLost, probeGapMs } = drilled;
  const figures = {
    failovers: steps.length,
    slowestPromotionMs: Math.max(0, ...steps.map(({ promotedMs }) => promotedMs ?? 0)),
    writes: probeWrites,
    writesLost: probeLost,
    longestWriteGapMs: probeGapMs,
    eventsAccepted: events.accepted,
    eventsLost: events.lost,
    eventsDuplicated: events.duplicated,
    longestAcceptGapMs: events.longestGapMs,
    retries: events.retries,
  };
  const faults = [...drilled.faults];
  if (probeLost > 0) faults.push(`${probeLost} acknowledged writes are gone`);
  if (events.lost > 0) faults.push(`${events.lost} accepted events are not stored`);
  if (events.duplicated > 0) faults.push(`${events.duplicated} events are stored twice`);
  if (probeGapMs > mostMs) faults.push(`writes waited for ${probeGapMs} ms`);
  if (events.longestGapMs > mostMs) faults.push(`events waited for ${events.longestGapMs} ms`);
  return { figures, faults };
}
