import { z } from 'zod';
import { usageError } from '../command/cli-error.ts';
import { defineCommand } from '../command/definition.ts';
import { EXIT, type ExitCode } from '../command/exit-code.ts';
import { asDuration, flag, option } from '../command/inputs.ts';
import { readLedger, type LedgerRow } from '../ledger/read-ledger.ts';
import type { LedgerState } from '../ledger/ledger-row.ts';
import { labelOf, selectOrgs } from '../orgs/org-directory.ts';
import { orgOption } from '../orgs/org-option.ts';
import { formatDuration } from '../output/duration.ts';
import { counted, formatCount } from '../output/number.ts';
import type { Output, View } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { renderTable } from '../output/table.ts';
import { formatMinute, isoTime } from '../output/time.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Redis keeps a minute's figures for 48 h. */
const maxSinceMs = 47 * HOUR_MS;

const figures = {
  accepted: z.number().int(),
  stored: z.number().int(),
  deadLettered: z
    .record(z.string(), z.number().int())
    .describe('per group; those of db_writer explain what is not stored'),
  inFlight: z.number().int().describe('accepted and on its way to storage'),
  unexplained: z.number().int().describe('accepted − stored − dead letters of db_writer − in flight'),
};

const ledgerSchema = z.object({
  from: z.string().describe('RFC 3339; start of the first minute'),
  to: z.string().describe('RFC 3339'),
  settleMs: z.number().int(),
  minutes: z.array(
    z.object({
      organization: z.string().describe('name'),
      orgId: z.string(),
      minute: z.string().describe('RFC 3339; start of the minute in which the events were accepted'),
      ...figures,
      state: z
        .enum(['balanced', 'in_flight', 'unexplained', 'surplus', 'unjudged'])
        .describe('`unjudged`: too much is on its way to say; `surplus`: more stored or dead-lettered than accepted'),
    }),
  ),
  totals: z.object(figures),
});

type LedgerJson = z.infer<typeof ledgerSchema>;
type MinuteJson = LedgerJson['minutes'][number];

export const ledger = defineCommand({
  path: 'ledger',
  summary: 'show per organisation and minute what became of accepted events',
  details:
    'Ends with 3 when the books of a settled minute do not balance, and with 4 when too much is under way to say. A minute is settled when it ended longer ago than --settle; until then what is missing counts as in flight. Later it counts as in flight only as far as it is found in the streams.',
  options: {
    org: orgOption,
    since: option('--since <duration>', 'how far back, at most 47h', asDuration, {
      defaultValue: HOUR_MS,
      defaultText: '1h',
    }),
    settle: option('--settle <duration>', 'how long storing may take', asDuration, {
      defaultValue: 10_000,
      defaultText: '10s',
    }),
    open: flag('--open', 'only minutes whose books do not balance; the totals are of all'),
  },
  examples: ['redoubt ledger --org acme', 'redoubt ledger --since 24h --open', 'redoubt ledger --json | jq .totals'],
  result: ledgerSchema,
  rowsOf: ({ minutes }) => minutes,
  run: async (context, { org, since, settle, open }) => {
    if (since > maxSinceMs) throw usageError('--since is at most 47h: Redis keeps what was accepted for 48 hours');
    const deps = await context.tenancy();
    const orgs = await selectOrgs(deps.redis, org);
    const nowMs = context.clock.now();
    const fromMs = nowMs - since - ((nowMs - since) % MINUTE_MS);
    const rows = await readLedger(deps, orgs, { fromMs, nowMs, settleMs: settle });
    const all = rows.map(minuteJson);
    const minutes = open ? all.filter((row) => row.state !== 'balanced') : all;
    noteStates(context.output, all, since);
    const result = { from: isoTime(fromMs), to: isoTime(nowMs), settleMs: settle, minutes, totals: sum(all) };
    return { result, exitCode: exitCodeOf(all) };
  },
  render: (result, view) => renderLedger(result, view),
});

function minuteJson({ org, minuteMs, accepted, stored, deadLettered, ...verdict }: LedgerRow): MinuteJson {
  const minute = isoTime(minuteMs);
  return { organization: labelOf(org), orgId: org.orgId, minute, accepted, stored, deadLettered, ...verdict };
}

function sum(rows: readonly MinuteJson[]): LedgerJson['totals'] {
  const totals = { accepted: 0, stored: 0, deadLettered: {} as Record<string, number>, inFlight: 0, unexplained: 0 };
  for (const row of rows) {
    totals.accepted += row.accepted;
    totals.stored += row.stored;
    totals.inFlight += row.inFlight;
    totals.unexplained += row.unexplained;
    for (const [group, count] of Object.entries(row.deadLettered)) {
      totals.deadLettered[group] = (totals.deadLettered[group] ?? 0) + count;
    }
  }
  return totals;
}

function noteStates(output: Output, rows: readonly MinuteJson[], sinceMs: number): void {
  const count = (state: LedgerState): number => rows.filter((row) => row.state === state).length;
  if (rows.length === 0) output.note(`nothing was accepted in the last ${formatDuration(sinceMs)}`);
  if (count('unexplained') > 0)
    output.warn(`${counted(count('unexplained'), 'minute')} with events that nothing accounts for`);
  if (count('surplus') > 0) {
    output.warn(
      `${counted(count('surplus'), 'minute')} with more stored or dead-lettered than the gateway accepted: done twice, or added to Redis by hand`,
    );
  }
  if (count('unjudged') > 0) {
    output.warn(`${counted(count('unjudged'), 'minute')} cannot be judged while so much is under way: redoubt lag`);
  }
}

function exitCodeOf(rows: readonly MinuteJson[]): ExitCode {
  if (rows.some((row) => row.state === 'unexplained' || row.state === 'surplus')) return EXIT.checksFailed;
  return rows.some((row) => row.state === 'unjudged') ? EXIT.incomplete : EXIT.ok;
}

function renderLedger({ minutes, totals }: LedgerJson, view: View): string {
  const { style } = view;
  const groups = Object.keys(totals.deadLettered).sort();
  const others = groups.filter((group) => group !== 'db_writer');
  const cells = (row: LedgerJson['totals']): string[] => [
    formatCount(row.accepted),
    formatCount(row.stored),
    formatCount(row.deadLettered.db_writer ?? 0),
    ...others.map((group) => formatCount(row.deadLettered[group] ?? 0)),
    formatCount(row.inFlight),
    row.unexplained === 0 ? '0' : style.bad(formatCount(row.unexplained)),
  ];
  const right = (name: string) => ({ name, align: 'right' as const });
  return renderTable(
    [
      { name: 'org' },
      { name: 'minute (utc)' },
      ...['accepted', 'stored', 'dead', ...others.map((group) => `dead ${group}`), 'in flight', 'unexplained'].map(
        right,
      ),
      { name: 'state' },
    ],
    [
      ...minutes.map((row) => [
        printable(row.organization),
        formatMinute(Date.parse(row.minute)),
        ...cells(row),
        stateText(row.state, view),
      ]),
      [style.head('total'), '', ...cells(totals), ''],
    ],
    view,
  );
}

function stateText(state: LedgerState, { style }: View): string {
  const text = state.replace('_', ' ');
  if (state === 'balanced') return style.good(text);
  return state === 'in_flight' ? text : style.bad(text);
}
