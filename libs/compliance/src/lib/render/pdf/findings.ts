import type { ComplianceReport, ReportCheck, ReportControl } from '../../report/report.ts';
import { CONTROL_WORDS, dayText, STATUS_WORDS, timeText } from '../words.ts';
import { FONT, INK, STATUS_INK } from './theme.ts';
import type { Sheet } from './sheet.ts';
import { drawTable, type Cell } from './table.ts';

const mark = (text: string, color: string): Cell => ({ text, color, font: FONT.bold });

/** What fails and what was not measured, the most urgent first. */
export function drawRecommendations(sheet: Sheet, { recommendations }: ComplianceReport): void {
  sheet.heading('Recommendations');
  if (recommendations.length === 0) {
    sheet.text('Nothing fails, and everything that applies was measured.');
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
  sheet.need(110);
  sheet.text(`${controlId}  ${summary}`, { tag: 'H2', font: FONT.bold, size: 10.5, color: INK.brand, gap: 2 });
  const earlier = aliases.length > 0 ? ` Earlier edition: ${aliases.join(', ')}.` : '';
  sheet.text(`${CONTROL_WORDS[status]}.${earlier}`, { color: STATUS_INK[status], size: 9, gap: 4 });
  drawTable(
    sheet,
    [
      { title: 'Check', share: 2.4 },
      { title: 'Result', share: 1.3 },
      { title: 'Finding', share: 3.6 },
      { title: 'What it shows', share: 3.6 },
    ],
    control.checks.map(({ checkId, status: of, why }): Cell[] => [
      { text: checkId, font: FONT.bold },
      mark(STATUS_WORDS[of], STATUS_INK[of]),
      checks.get(checkId)?.summary ?? 'no run in the period',
      why,
    ]),
  );
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
    `The newest ${auditTrail.length} records of the period; all of them are in the audit log, whose chain of hashes the check log.chain recomputes.`,
    { color: INK.soft, size: 8.5 },
  );
  drawTable(
    sheet,
    [
      { title: 'Time', share: 2 },
      { title: 'Who', share: 2.6 },
      { title: 'What', share: 2.2 },
      { title: 'About', share: 3.2 },
      { title: 'Why', share: 2.4 },
    ],
    auditTrail.map(({ atMs, actor, action, target, reason }): Cell[] => [
      timeText(atMs),
      actor,
      action,
      target,
      reason || 'not given',
    ]),
  );
}

/** What was seen, look by look. */
export function drawEvidence(sheet: Sheet, { checks, nodes, down, run }: ComplianceReport): void {
  sheet.heading('Annex: evidence');
  if (run === null) {
    sheet.text('There was no run in the period.');
    return;
  }
  sheet.text(
    `Collected by version ${run.collectorVersion}, ended ${timeText(run.atMs)}; run ${run.seq} of the chain, hash ${run.hash}.`,
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
  sheet.need(96);
  sheet.text(`${checkId}  ${title}`, { tag: 'H2', font: FONT.bold, size: 9.5, color: INK.brand, gap: 2 });
  const runs =
    period.runs > 0
      ? ` In the period: ${period.runs} runs, ${period.passed} passed, ${period.failed} failed, ${period.other} otherwise.`
      : '';
  sheet.text(`${STATUS_WORDS[status]} (${rank}): ${summary}.${runs}`, { size: 8.5, color: STATUS_INK[status], gap: 4 });
  if (check.waiver)
    sheet.text(`Waived by ${check.waiver.owner} until ${dayText(check.waiver.expiresAtMs)}: ${check.waiver.reason}`, {
      size: 8.5,
      gap: 4,
    });
  if (observations.length === 0) return;
  drawTable(
    sheet,
    [
      { title: 'Where', share: 2.2 },
      { title: 'Asked', share: 2.6, font: FONT.mono },
      { title: 'Seen', share: 4, font: FONT.mono },
      { title: 'Time (UTC)', share: 1.3 },
      { title: 'Verdict', share: 1.3 },
    ],
    observations.map(({ subject, command, value, atMs, verdict }): Cell[] => [
      ...[subject, command, value ?? 'no answer', new Date(atMs).toISOString().slice(11, 19)],
      mark(STATUS_WORDS[verdict], STATUS_INK[verdict]),
    ]),
  );
}

export function drawLimits(sheet: Sheet, { limits }: ComplianceReport): void {
  sheet.heading('Scope and limits');
  for (const text of limits) sheet.bullet(text);
}
