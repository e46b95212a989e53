import type { OrgId } from '@redoubt/contracts';
import { Backtest, type BacktestResult, type OrgRules } from '@redoubt/detection';
import { z } from 'zod';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { asText, asWords, option } from '../../command/inputs.ts';
import { momentHelp, rangeOf } from '../../command/moment.ts';
import { findOrg } from '../../orgs/find-org.ts';
import { requiredOrgOption } from '../../orgs/org-option.ts';
import { formatDuration } from '../../output/duration.ts';
import { counted, formatCount } from '../../output/number.ts';
import type { View } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { formatSecond, isoTime } from '../../output/time.ts';
import { backtestRules } from '../../rules/backtest-rules.ts';
import { compare, comparisonSchema, type ComparisonJson } from '../../rules/comparison-json.ts';
import { readLiveAlerts } from '../../rules/live-alerts.ts';
import { readStoredEvents } from '../../rules/stored-events.ts';

const backtestSchema = z.object({
  organization: z.string().describe('name'),
  from: z.string().describe('RFC 3339, accept time'),
  to: z.string().describe('RFC 3339, exclusive'),
  packs: z.array(z.object({ packId: z.string(), version: z.string(), rules: z.number().int() })),
  events: z.number().int(),
  unreadable: z.number().int().describe('stored events that could not be read'),
  matches: z.number().int().describe('of rules that alert, before they are folded into alerts'),
  alerts: z.number().int().describe('of the backtest'),
  counts: z.object({
    same: z.number().int(),
    changed: z.number().int(),
    missing: z.number().int(),
    added: z.number().int(),
  }),
  unjudged: z.number().int().describe('live alerts that began before the range and were not found'),
  otherAlerts: z.number().int().describe('live alerts of rules that were not run; not compared'),
  comparison: z.array(comparisonSchema),
  failures: z.array(z.object({ eventId: z.string(), error: z.string() })).describe('events whose evaluation failed'),
  durationMs: z.number().int(),
});

type BacktestJson = z.infer<typeof backtestSchema>;

export const rulesBacktest = defineCommand({
  path: 'rules backtest',
  summary: 'run rules over stored events and compare with what fired live',
  details:
    'Runs the evaluation, windows, deduplication and suppressions of alert-engine in memory over the events that were accepted in a range; nothing is stored and nobody is told. Rules are those the organisation runs, with its overrides, unless --pack or --rules names others. Windows and alerts that began before the range are not known to it, so begin a while earlier than what is of interest. Ends with 0 whatever the difference.',
  options: {
    org: requiredOrgOption,
    from: option('--from <time>', `accepted since: ${momentHelp}`, asText, { isRequired: true }),
    to: option('--to <time>', 'accepted before (default: now)', asText),
    pack: option('--pack <packs>', 'run these instead, id or id@version; repeatable', asWords),
    rules: option('--rules <path>', 'run rule files instead: folder, file, .jsonl list or archive', asText),
  },
  examples: [
    'redoubt rules backtest --org acme --from 24h',
    'redoubt rules backtest --org acme --from 7d --pack sigmahq --output ndjson',
    'redoubt rules backtest --org acme --from 2026-11-21 --to 2026-11-22 --rules my-rules/',
  ],
  result: backtestSchema,
  rowsOf: ({ comparison }) => comparison,
  isEndless: () => true,
  run: async (context, { org, pack, rules, ...given }) => {
    if (pack !== undefined && rules !== undefined) throw usageError('give --pack or --rules, not both');
    const startedAt = performance.now();
    const nowMs = context.clock.now();
    const { fromMs = 0, toMs = nowMs } = rangeOf(given, nowMs);
    if (fromMs >= toMs) throw usageError('--from is not before --to');
    const organization = await findOrg(await context.database(), org);
    const orgRules = await backtestRules(context, organization, { packs: pack, rules });
    const range = { orgId: organization.id, fromMs, toMs };
    const { result, unreadable } = await run(context, orgRules, range);
    const live = await readLiveAlerts(await context.database(), range);
    const own = live.filter((alert) => orgRules.ruleOf(alert.ruleId) !== undefined);
    const { rows, counts, unjudged } = compare(own, result.alerts, range);
    const durationMs = Math.round(performance.now() - startedAt);
    const { events, matches, failures } = result;
    const totals = { events, unreadable, matches, alerts: result.alerts.length };
    const others = { unjudged, otherAlerts: live.length - own.length };
    return {
      result: {
        ...{ organization: organization.name, from: isoTime(fromMs), to: isoTime(toMs), packs: packsJson(orgRules) },
        ...{ ...totals, counts, ...others, comparison: rows, failures, durationMs },
      },
    };
  },
  render: renderBacktest,
});

const progressEvery = 500;

async function run(
  context: Context,
  rules: OrgRules,
  range: { orgId: OrgId; fromMs: number; toMs: number },
): Promise<{ result: BacktestResult; unreadable: number }> {
  const { output, signal } = context;
  const backtest = new Backtest(range.orgId, rules);
  const startedAt = performance.now();
  let events = 0;
  let unreadable = 0;
  for await (const event of readStoredEvents(await context.database(), range)) {
    if (signal.aborted) break;
    if (event === null) unreadable += 1;
    else backtest.take(event);
    events += 1;
    if (events % progressEvery !== 0) continue;
    const rate = formatCount(Math.round((events / (performance.now() - startedAt)) * 1_000));
    const at = event === null ? '' : `, at ${formatSecond(event.acceptedAtMs)}`;
    output.progress(`${counted(events, 'event')} evaluated${at}, ${rate}/s`);
  }
  return { result: backtest.finish(), unreadable };
}

function packsJson(rules: OrgRules): BacktestJson['packs'] {
  return rules.packs.map(({ packId, version, ruleSet }) => ({ packId, version, rules: ruleSet.rules.count }));
}

const shownRows = 100;

function renderBacktest(result: BacktestJson, view: View): string {
  const { style } = view;
  const { counts, comparison, events, alerts, matches, durationMs } = result;
  const packs = result.packs.map(({ packId, version, rules }) => `${packId} ${version} (${counted(rules, 'rule')})`);
  const lines = [`rules: ${packs.join(', ')}`];
  const rows = comparison.filter(({ kind }) => kind !== 'same');
  if (rows.length > 0) lines.push(comparisonTable(rows.slice(0, shownRows), view));
  if (rows.length > shownRows) lines.push(`… and ${formatCount(rows.length - shownRows)} more; --json lists them all`);
  const took = `${formatDuration(durationMs)}, ${formatCount(Math.round((events / Math.max(1, durationMs)) * 1_000))}/s`;
  lines.push(
    `${counted(events, 'event')}, ${counted(matches, 'match', 'matches')}, ${counted(alerts, 'alert')} in ${took}`,
  );
  const summary = `${formatCount(counts.same)} as live, ${formatCount(counts.changed)} changed, ${formatCount(counts.missing)} missing, ${formatCount(counts.added)} added`;
  lines.push(rows.length === 0 ? style.good(summary) : style.warn(summary));
  lines.push(...remarks(result, style));
  return lines.join('\n');
}

function remarks(result: BacktestJson, style: View['style']): string[] {
  const { unjudged, otherAlerts, unreadable, failures } = result;
  return [
    ...(unjudged > 0 ? [`${counted(unjudged, 'live alert')} began before the range: not compared`] : []),
    ...(otherAlerts > 0 ? [`${counted(otherAlerts, 'live alert')} of rules that were not run: not compared`] : []),
    ...(unreadable > 0 ? [style.bad(`${counted(unreadable, 'stored event')} could not be read`)] : []),
    ...failures
      .slice(0, 5)
      .map(({ eventId, error }) => style.bad(`${eventId}: evaluation failed: ${printable(error)}`)),
  ];
}

function comparisonTable(rows: readonly ComparisonJson[], view: View): string {
  return renderTable(
    [
      ...[{ name: 'difference' }, { name: 'severity' }, { name: 'first seen (utc)' }],
      ...[
        { name: 'live', align: 'right' as const },
        { name: 'backtest', align: 'right' as const },
      ],
      ...[{ name: 'about' }, { name: 'rule', isFlexible: true }],
    ],
    rows.flatMap(({ kind, isPartial, live, backtest }) => {
      const alert = backtest ?? live;
      if (alert === undefined) return [];
      return [
        [
          `${kind}${isPartial ? ' (partial)' : ''}`,
          view.style.severity(alert.severity),
          formatSecond(Date.parse(alert.firstSeen)),
          live === undefined ? '-' : formatCount(live.count),
          backtest === undefined ? '-' : formatCount(backtest.count),
          printable(Object.values(alert.subject).join(' ')),
          printable(alert.ruleName),
        ],
      ];
    }),
    view,
  );
}
