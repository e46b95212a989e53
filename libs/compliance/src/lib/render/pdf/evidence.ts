import type { Observation } from '../../check.ts';
import { INSTALLATION } from '../../run.ts';
import type { ComplianceReport, ReportCheck } from '../../report/report.ts';
import { dayText, secondText, STATUS_WORDS, timeText } from '../words.ts';
import { FONT, INK, STATUS_INK } from './theme.ts';
import type { Sheet } from './sheet.ts';
import { drawTable, heightOfStart, marked, type Cell, type Column } from './table.ts';

/** Places that one row names; more of them go on in the next. */
const MAX_PLACES = 20;

const COLUMNS: readonly Column[] = [
  { title: 'Where', share: 2.3 },
  { title: 'Asked', share: 2.9, font: FONT.mono },
  { title: 'Seen', share: 4, font: FONT.mono },
  { title: 'Time (UTC)', share: 1.3 },
  { title: 'Verdict', share: 1.2 },
];

/** What was seen, look by look; what several nodes answered alike stands once, with all of them. */
export function drawEvidence(sheet: Sheet, { checks, nodes, down, run, scope }: ComplianceReport): void {
  sheet.heading('Annex: evidence');
  if (run === null) {
    sheet.text('There was no run in the period.');
    return;
  }
  sheet.text(
    `Collected by version ${run.collectorVersion}, ended ${timeText(run.atMs)}; run ${run.seq} of the chain, hash ${run.hash}. ` +
      (scope.kind === 'platform'
        ? 'Nodes that answered alike share a row with the time of the first answer; the JSON form has each answer by itself.'
        : 'What parts of the installation answered stands in the report of the installation.'),
    { color: INK.soft, size: 8.5 },
  );
  if (nodes.length > 0) {
    drawTable(
      sheet,
      [
        { title: 'Node', share: 2 },
        { title: 'Version', share: 2 },
        { title: 'Role', share: 1 },
        { title: 'Id', share: 4, font: FONT.mono },
      ],
      nodes.map(({ address, version, role, nodeId }) => [address, version, role, nodeId]),
    );
  }
  if (down.length > 0)
    sheet.text(`Not reached: ${down.map(({ address, reason }) => `${address} (${reason})`).join('; ')}.`, {
      color: INK.bad,
    });
  for (const check of checks) drawCheck(sheet, check);
}

function drawCheck(sheet: Sheet, check: ReportCheck): void {
  const { checkId, title, status, summary, observations, period, rank } = check;
  const rows = alike(observations).map(rowOf);
  const told =
    period.runs > 0
      ? ` In the period: ${period.runs} runs, ${period.passed} passed, ${period.failed} failed, ${period.other} otherwise.`
      : '';
  const text = `${STATUS_WORDS[status]} (${rank}): ${summary}.${told}`;
  // Head and finding stay with the first row of their table.
  sheet.need(20 + sheet.heightOf(text, 8.5) + (rows.length === 0 ? 10 : heightOfStart(sheet, COLUMNS, rows)));
  sheet.text(`${checkId}  ${title}`, { tag: 'H2', font: FONT.bold, size: 9.5, color: INK.brand, gap: 2 });
  sheet.text(text, { size: 8.5, color: STATUS_INK[status], gap: rows.length === 0 ? 10 : 4 });
  if (check.waiver)
    sheet.text(`Waived by ${check.waiver.owner} until ${dayText(check.waiver.expiresAtMs)}: ${check.waiver.reason}`, {
      size: 8.5,
      gap: 4,
    });
  if (rows.length > 0) drawTable(sheet, COLUMNS, rows);
}

function rowOf(same: readonly Observation[]): Cell[] {
  const [first] = same as [Observation];
  const subjects = [...new Set(same.map(({ subject }) => subject))].join('\n');
  const seen =
    first.value === null ? (first.subject === INSTALLATION ? 'kept there' : 'no answer') : first.value || 'empty';
  return [
    subjects,
    first.command,
    seen,
    secondText(first.atMs),
    marked(STATUS_WORDS[first.verdict], STATUS_INK[first.verdict]),
  ];
}

function alike(observations: readonly Observation[]): Observation[][] {
  const groups: Observation[][] = [];
  const open = new Map<string, Observation[]>();
  for (const one of observations) {
    const id = JSON.stringify([one.command, one.value, one.verdict]);
    const group = open.get(id);
    if (group !== undefined && group.length < MAX_PLACES) group.push(one);
    else {
      const next = [one];
      open.set(id, next);
      groups.push(next);
    }
  }
  return groups;
}
