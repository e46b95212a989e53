import { csvLine } from '@redoubt/contracts';
import type { ComplianceReport } from '../report/report.ts';

const HEAD = [
  ...['record', 'framework', 'control', 'control_summary', 'control_status', 'check', 'title', 'severity', 'status'],
  ...['finding', 'why', 'fix', 'subject', 'command', 'observed_value', 'observed_at', 'waived_by', 'waived_until'],
];

/** RFC 4180: first each control with its checks, then the evidence of each check, a line per look. */
export function renderCsv(report: ComplianceReport): string {
  return [HEAD, ...controlRows(report), ...evidenceRows(report)].map((cells) => csvLine(cells)).join('');
}

function controlRows({ controls, checks, framework }: ComplianceReport): string[][] {
  const byId = new Map(checks.map((check) => [check.checkId, check]));
  return controls.flatMap((control) =>
    control.checks.map(({ checkId, status, why }) => {
      const check = byId.get(checkId);
      const { waiver } = check ?? {};
      const head = ['control', framework.name, control.controlId, control.summary, control.status, checkId];
      return [
        ...[
          ...head,
          check?.title ?? '',
          check?.rank ?? '',
          status,
          check?.summary ?? 'no run in the period',
          why,
          check?.fix ?? '',
        ],
        ...['', '', '', '', waiver?.owner ?? '', waiver ? new Date(waiver.expiresAtMs).toISOString() : ''],
      ];
    }),
  );
}

function evidenceRows({ checks, framework }: ComplianceReport): string[][] {
  return checks.flatMap(({ checkId, title, rank, observations }) =>
    observations.map(({ subject, command, value, verdict, atMs }) => [
      ...['evidence', framework.name, '', '', '', checkId, title, rank, verdict, '', '', ''],
      ...[subject, command, value ?? '', new Date(atMs).toISOString(), '', ''],
    ]),
  );
}
