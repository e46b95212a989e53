import { CHECK_STATUSES, WEIGHTS, type CheckStatus } from '../../check.ts';
import type { ComplianceReport } from '../../report/report.ts';
import {
  CONFIGURATION_WORDS,
  CONTROL_WORDS,
  FACT_WORDS,
  FIGURE_WORDS,
  figureText,
  percent,
  STATUS_WORDS,
} from '../words.ts';
import { INK, STATUS_INK } from './theme.ts';
import type { Sheet } from './sheet.ts';
import { drawTable, marked, type Cell } from './table.ts';
import { drawTrend } from './trend-chart.ts';

const MEANINGS: Readonly<Record<CheckStatus, string>> = {
  pass: 'Measured on everything it is about, and as wanted everywhere.',
  fail: 'Measured, and not as wanted on at least one node or record.',
  'not-measured': 'Could not be measured; the reason stands with it. Never counts as a pass.',
  'not-applicable': 'There is nothing here that it could be about.',
  manual: 'Cannot be measured; a person vouches for it until a date.',
  waived: 'Fails, and somebody named answers for that until a date.',
};

const FACT_INK = { yes: INK.good, no: INK.bad, unknown: INK.mute } as const;

/** What a reader with five minutes needs. */
export function drawSummary(sheet: Sheet, report: ComplianceReport): void {
  const { summary, framework, scope } = report;
  sheet.heading('Summary');
  sheet.text(
    `${summary.statement} The report covers ${scope.kind === 'platform' ? 'the whole installation' : `what concerns ${scope.name}`} ` +
      `against ${framework.name} ${framework.version}, as far as machines can measure it.`,
  );
  const { score, controls, counts } = summary;
  if (score.value === null) sheet.text('No score is given, since nothing was measured.');
  else
    sheet.text(
      `Score ${score.value} of 100, on ${percent(score.measuredShare)} of the weight that applies: ${score.formula}. Weights: ${weights()}.`,
    );
  sheet.heading('Result of the checks', 2);
  drawTable(
    sheet,
    [
      { title: 'Result', share: 2 },
      { title: 'Checks', share: 1 },
      { title: 'What it means', share: 6 },
    ],
    CHECK_STATUSES.map((status): Cell[] => [
      marked(STATUS_WORDS[status], STATUS_INK[status]),
      String(counts[status]),
      MEANINGS[status],
    ]),
  );
  sheet.heading('Result of the controls', 2);
  drawTable(
    sheet,
    [
      { title: 'Evidence', share: 3 },
      { title: 'Controls', share: 1 },
      { title: 'Which', share: 6 },
    ],
    (Object.keys(CONTROL_WORDS) as (keyof typeof CONTROL_WORDS)[]).map((status): Cell[] => {
      const of = report.controls.filter((control) => control.status === status).map(({ controlId }) => controlId);
      return [marked(CONTROL_WORDS[status], STATUS_INK[status]), String(of.length), of.join(', ') || 'none'];
    }),
  );
  sheet.text(
    `${controls.withEvidence} of ${controls.total} mapped controls have at least one check that was measured.`,
    { color: INK.soft, size: 8.5 },
  );
  sheet.heading('Security configuration', 2);
  drawTable(
    sheet,
    [
      { title: 'Fact', share: 4 },
      { title: 'State', share: 3 },
    ],
    Object.entries(report.securityConfiguration).map(([name, state]): Cell[] => [
      CONFIGURATION_WORDS[name as keyof typeof CONFIGURATION_WORDS],
      marked(FACT_WORDS[state as keyof typeof FACT_WORDS], FACT_INK[state as keyof typeof FACT_INK]),
    ]),
  );
  drawFigures(sheet, report);
  sheet.heading('Trend', 2);
  drawTrend(sheet, report);
}

const weights = (): string =>
  Object.entries(WEIGHTS)
    .map(([rank, weight]) => `${rank} ${weight}`)
    .join(', ');

function drawFigures(sheet: Sheet, { operationalSecurity }: ComplianceReport): void {
  sheet.heading('Operational security', 2);
  if (operationalSecurity === null) {
    sheet.text('There was no run in the period that could have read the figures.');
    return;
  }
  const names = Object.keys(FIGURE_WORDS) as (keyof typeof FIGURE_WORDS)[];
  drawTable(
    sheet,
    [
      { title: 'Figure', share: 4 },
      { title: 'Value', share: 3 },
    ],
    names.map((name) => [FIGURE_WORDS[name], figureText(name, operationalSecurity[name])]),
  );
}
