import { ALERT_STATUSES, SEVERITIES, type Alert } from '@redoubt/contracts';
import { alertOf } from '@redoubt/test-kit';
import { createStyle } from '../output/style.ts';
import { alertJson } from './alert-json.ts';
import { renderAlerts } from './alert-table.ts';
import { countLine } from './count-line.ts';
import { renderHistory } from './history.ts';
import { renderAlert } from './render-alert.ts';

const view = { style: createStyle(false), width: undefined, nowMs: Date.UTC(2026, 10, 22, 3) };
const other = 'ffff0000-0000-4000-8000-000000000000';

/** An alert of an hour ago with a lot of events. */
function shownAlert(given: Partial<Alert> = {}): Alert {
  const own = {
    ...{ alertId: '3f2a9c01-0000-5000-8000-000000000001', count: 1_234, ruleAuthor: 'Ann Author' },
    ...{ riskScore: 64.6, reason: '1,234 failed logins in 15 min', sampleEventIds: ['s-1-0-0', 's-1-0-1'] },
  };
  return alertOf({ ...own, ...given }, view.nowMs - 3_540_000);
}

describe('the table of alerts', () => {
  it('has one line each; text of senders is harmless', () => {
    const odd = {
      title: 'Odd \u001b[2J\nrow',
      subject: { user: 'eve\u202e', sourceIp: '::1' },
      status: 'resolved' as const,
    };
    expect(renderAlerts([shownAlert(), shownAlert({ ...odd, alertId: other, count: 1 })], view).split('\n')).toEqual(
      [
        'ID           AGE  SEVERITY  STATUS    EVENTS  SUBJECT          TITLE',
        '3f2a9c01     59m  high      firing     1,234  203.0.113.7      Brute force from 203.0.113.7',
        'ffff0000     59m  high      resolved       1  eve\\u202e ::1  Odd \\x1b[2J\\nrow',
      ].map((line) => expect.stringMatching(spaced(line)) as string),
    );
  });

  it('says who has one and what keeps one quiet, where there is such', () => {
    const text = renderAlerts(
      [shownAlert({ assignee: 'ana', suppressedBy: other }), shownAlert({ inhibitedBy: other })],
      view,
    );
    expect(text).toMatch(/ASSIGNEE/);
    expect(text).toMatch(/firing \(suppressed\) +1,234 +ana/);
    expect(text).toMatch(/firing \(inhibited\) +1,234 +- /);
    expect(renderAlerts([shownAlert()], view)).not.toContain('ASSIGNEE');
  });

  it('ends with what is open by severity', () => {
    const none = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0]));
    const counts = Object.fromEntries(ALERT_STATUSES.map((status) => [status, { ...none }])) as Parameters<
      typeof countLine
    >[0];
    Object.assign(counts.firing, { critical: 1, low: 1_200 });
    Object.assign(counts.closed, { high: 3 });
    expect(countLine(counts, view.style)).toBe(
      '1,201 firing (1 critical, 1,200 low), 0 acknowledged, 0 resolved, 3 closed',
    );
  });
});

/** Columns may be wider than they were when this was written. */
function spaced(line: string): RegExp {
  const escaped = line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ {2,}/g, ' +');
  return new RegExp(`^${escaped}$`);
}

describe('one alert', () => {
  const shown = (given: Partial<Alert> = {}) => ({
    organization: 'acme',
    alert: alertJson(shownAlert(given)),
    samples: [],
    history: [],
  });

  it('begins with what matters', () => {
    const lines = renderAlert(shown(), view).split('\n');
    expect(lines[0]).toBe('high  firing  Brute force from 203.0.113.7');
    expect(lines[2]).toBe('1,234 failed logins in 15 min');
    const text = lines.join('\n');
    expect(text).toMatch(/events +1,234 in 10m\n/);
    expect(text).toMatch(/rule +Brute force \(brute-force\), by Ann Author\n/);
    expect(text).toMatch(/att&ck +T1110 \(credential-access\)\n/);
    expect(text).toMatch(/risk +65 of 100\n/);
    expect(text).toContain(
      'Events that counted (2 of 1,234: the first and the newest, 0 still stored)\n\nnone of them is stored',
    );
  });

  it('says what it belongs to, and leaves out what it has not', () => {
    const incident = { incidentId: other, title: 'Break-in', status: 'open', severity: 'high' };
    expect(renderAlert({ ...shown(), incident }, view)).toMatch(/incident +ffff0000 \(open\): Break-in\n/);
    expect(renderAlert(shown({ mitre: [] }), view)).not.toMatch(/att&ck|incident|disposition|suppressed/);
    expect(renderAlert(shown({ disposition: 'benign' }), view)).toMatch(/disposition +benign\n/);
  });
});

it('counts that follow each other are one line of the history', () => {
  const at = '2026-11-22T02:00:00.000Z';
  const entry = (change: string, count: number) => ({
    version: count,
    change,
    at,
    status: 'firing',
    severity: 'high',
    count,
  });
  const history = [
    entry('opened', 1),
    entry('updated', 5),
    entry('updated', 9),
    { ...entry('severity_raised', 9), actor: 'ana' },
  ];
  expect(
    renderHistory(history, view)
      .split('\n')
      .slice(1)
      .map((line) => line.split(/ {2,}/).slice(1, 5)),
  ).toEqual([
    ['opened', 'firing', '1', '-'],
    ['updated', 'firing', '9', '-'],
    ['severity raised', 'firing', '9', 'ana'],
  ]);
});
