import type { Alert } from '@redoubt/contracts';
import { groupAlerts } from './group-alerts.ts';

const alert = (part: Partial<Alert>): Alert =>
  ({ ruleId: 'r', ruleName: 'R', severity: 'low', subject: {}, mitre: [], count: 1, lastSeenMs: 1, ...part }) as Alert;

test('groups count alerts and events, and the worst come first', () => {
  const alerts = [
    alert({ ruleId: 'a', ruleName: 'A', count: 5, lastSeenMs: 10 }),
    alert({ ruleId: 'a', ruleName: 'A', count: 2, lastSeenMs: 30 }),
    alert({ ruleId: 'b', ruleName: 'B', severity: 'critical' }),
  ];
  expect(groupAlerts(alerts, 'rule')).toEqual([
    { key: 'b', name: 'B', alertCount: 1, eventCount: 1, worst: 'critical', newestMs: 1, filter: { rule: 'b' } },
    { key: 'a', name: 'A', alertCount: 2, eventCount: 7, worst: 'low', newestMs: 30, filter: { rule: 'a' } },
  ]);
});

test('an alert of two tactics is in both groups, one of none in its own', () => {
  const groups = groupAlerts(
    [alert({ mitre: [{ tactic: 'credential-access' }, { tactic: 'lateral-movement' }] }), alert({})],
    'tactic',
  );
  expect(groups.map(({ name, alertCount, filter }) => [name, alertCount, filter])).toEqual([
    ['Credential access', 1, undefined],
    ['Lateral movement', 1, undefined],
    ['', 1, undefined],
  ]);
});
