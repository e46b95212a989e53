import type { ComplianceReport, ReportCheck, ReportControl } from '../../report/report.ts';
import { CONTROL_WORDS, dayText, secondText, STATUS_WORDS } from '../words.ts';
import { FONT, INK, STATUS_INK } from './theme.ts';
import type { Sheet } from './sheet.ts';
import { drawTable, heightOfStart, marked, type Cell, type Column } from './table.ts';

const CONTROL_COLUMNS: readonly Column[] = [
  { title: 'Check', share: 2.4 },
  { title: 'Result', share: 1.3 },
  { title: 'Finding', share: 3.6 },
  { title: 'What it shows', share: 3.6 },
];

/** What fails and what was not measured, the most urgent first. */
export function drawRecommendations(sheet: Sheet, { recommendations, run }: ComplianceReport): void {
  sheet.heading('Recommendations');
  if (recommendations.length === 0) {
    sheet.text(
      run === null
        ? 'No run took place in the period, so nothing is known. Checks run every RUN_INTERVAL_HOURS of compliance-reporter, or with redoubt compliance run.'
        : 'Nothing fails, and everything that applies was measured.',
    );
    return;
  }
  drawTable(
    sheet,
    [
      { title: 'Severity', share: 1.1 },
      { title: 'Check', share: 2.4 },
      { title: 'What to do', share: 4 },
      { title: 'Because', share: 4 },
    ],
    recommendations.map(({ priority, checkId, text, because }): Cell[] => [
      priority,
      { text: checkId, font: FONT.bold },
      text,
      because,
    ]),
  );
}

/** Each control with its checks; why a check says something about it stands beside. */
export function drawControls(sheet: Sheet, { controls, checks, framework }: ComplianceReport): void {
  sheet.heading('Controls');
  sheet.text(`${framework.note} Mapping of ${framework.mappingVersion}.`, { color: INK.soft, size: 8.5 });
  const byId = new Map(checks.map((check) => [check.checkId, check]));
  for (const control of controls) drawControl(sheet, control, byId);
}

function drawControl(sheet: Sheet, control: ReportControl, checks: ReadonlyMap<string, ReportCheck>): void {
  const { controlId, summary, status, aliases } = control;
  const rows = control.checks.map(({ checkId, status: of, why }): Cell[] => [
    { text: checkId, font: FONT.bold },
    marked(STATUS_WORDS[of], STATUS_INK[of]),
    checks.get(checkId)?.summary ?? 'no run in the period',
    why,
  ]);
  sheet.need(46 + heightOfStart(sheet, CONTROL_COLUMNS, rows));
  sheet.text(`${controlId}  ${summary}`, { tag: 'H2', font: FONT.bold, size: 10.5, color: INK.brand, gap: 2 });
  const earlier = aliases.length > 0 ? ` Earlier edition: ${aliases.join(', ')}.` : '';
  sheet.text(`${CONTROL_WORDS[status]}.${earlier}`, { color: STATUS_INK[status], size: 9, gap: 4 });
  drawTable(sheet, CONTROL_COLUMNS, rows);
}

/** Exceptions that somebody answers for. */
export function drawWaivers(sheet: Sheet, { waivers }: ComplianceReport): void {
  sheet.heading('Waivers');
  if (waivers.length === 0) {
    sheet.text('None is open.');
    return;
  }
  drawTable(
    sheet,
    [
      { title: 'Check', share: 2.4 },
      { title: 'Owner', share: 2 },
      { title: 'Until', share: 1.3 },
      { title: 'Reason', share: 5 },
    ],
    waivers.map(({ checkId, owner, expiresAtMs, reason }): Cell[] => [
      { text: checkId, font: FONT.bold },
      owner,
      dayText(expiresAtMs),
      reason,
    ]),
  );
}

export function drawAuditTrail(sheet: Sheet, { auditTrail, period }: ComplianceReport): void {
  sheet.heading('Audit trail');
  if (auditTrail.length === 0) {
    sheet.text(`Nothing is recorded from ${dayText(period.fromMs)} to ${dayText(period.toMs - 1)}.`);
    return;
  }
  sheet.text(
    `The newest ${auditTrail.length} records of the period, without the reads that runs make to try the log; all of them are in the audit log, whose chain of hashes the check log.chain recomputes.`,
    { color: INK.soft, size: 8.5 },
  );
  drawTable(
    sheet,
    [
      { title: 'Time (UTC)', share: 1.7 },
      { title: 'Who', share: 2.5 },
      { title: 'What', share: 3 },
      { title: 'About', share: 3.4 },
      { title: 'Why', share: 1.8 },
    ],
    auditTrail.map(({ atMs, actor, action, target, reason }): Cell[] => [
      secondText(atMs),
      actor,
      action,
      target,
      reason || 'not given',
    ]),
  );
}

export function drawLimits(sheet: Sheet, { limits }: ComplianceReport): void {
  sheet.heading('Scope and limits');
  for (const text of limits) sheet.bullet(text);
}
