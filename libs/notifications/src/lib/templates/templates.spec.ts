import { numberedAlert } from '@redoubt/test-kit';
import { messageOf, type Message } from '../message.ts';
import { renderEmail } from './email.ts';
import { escapeSlack } from './escape.ts';
import { plain } from './plain.ts';
import { renderPagerDuty } from './pagerduty.ts';
import { renderSlack } from './slack.ts';
import { renderWebhook } from './webhook.ts';

const EVIL = '<script>alert("x")</script> & <!channel> *bold* `code` http://x';

function message(changes: Partial<Message> = {}): Message {
  const alerts = changes.alerts ?? [numberedAlert(1)];
  return {
    messageId: 'msg_1',
    reason: 'new',
    state: 'firing',
    createdAtMs: Date.UTC(2026, 10, 21, 12),
    alerts,
    counts: { firing: alerts.length, acknowledged: 0, told: alerts.length, overflow: 0 },
    groupKey: 'ruleId=rule-1',
    groupHash: 'abc',
    linkOf: (alertId) => `https://redoubt.example/alerts/${alertId}`,
    ...changes,
  };
}

const many = Array.from({ length: 40 }, (_, i) => numberedAlert(i)) as unknown as Message['alerts'];
const evil = message({
  alerts: [numberedAlert(1, { title: EVIL, reason: EVIL, ruleName: EVIL, subject: { user: EVIL } })],
});

describe('what every message says', () => {
  const texts = (one: Message): string[] => [
    renderEmail(one).text,
    renderEmail(one).html,
    JSON.stringify(renderSlack(one)),
    JSON.stringify(renderWebhook(one)),
    JSON.stringify(renderPagerDuty(one)),
  ];

  it.each(['Ann Author', '12 failed logins from 203.0.113.7 in 15 min; threshold 10', 'Brute force', 'high'])(
    '%s',
    (part) => texts(message()).forEach((text) => expect(text).toContain(part)),
  );
});

it('a time beyond all calendars is no reason to say nothing', () => {
  const far = message({ alerts: [numberedAlert(1, { firstSeenMs: -9e15, lastSeenMs: 9e15 })] });
  expect(renderEmail(far).text).toContain('+275760-09-13');
  expect(renderPagerDuty(far)).toBeDefined();
});

describe('mail', () => {
  it('names severity, state and number in the subject', () => {
    expect(renderEmail(message()).subject).toBe('[HIGH] Firing: Brute force from 203.0.113.7');
    expect(renderEmail(message({ state: 'resolved' })).subject).toContain('Resolved');
    expect(renderEmail(message({ reason: 'repeat' })).subject).toContain('Still firing');
    expect(renderEmail(message({ reason: 'test' })).subject).toMatch(/^\[TEST\]/);
    expect(renderEmail(message({ alerts: many })).subject).toContain('(40 alerts)');
  });

  it('shows ten alerts and counts the rest', () => {
    const { text } = renderEmail(message({ alerts: many }));
    expect(text.match(/Rule: /g)).toHaveLength(10);
    expect(text).toContain('and 30 more; 40 firing');
  });

  it('lets nothing from events become markup or a header', () => {
    const { html, subject } = renderEmail(evil);
    expect(html).not.toMatch(/<script|<!channel|onload/);
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)');
    const inject = renderEmail(message({ alerts: [numberedAlert(1, { title: 'a\r\nBcc: eve@example.org' })] })).subject;
    expect(inject).not.toMatch(/[\r\n]/);
    expect(subject.length).toBeLessThanOrEqual(201);
  });
});

describe('Slack', () => {
  it('has blocks within the limits and a text', () => {
    const long = numberedAlert(1, { reason: '<'.repeat(9_000), title: 'x'.repeat(900) });
    const { blocks, text } = renderSlack(message({ alerts: [long, ...many] }));
    expect(text).toContain('[HIGH] Firing');
    expect(blocks.length).toBeLessThanOrEqual(50);
    for (const block of blocks) {
      const content = (block.text as { type: string; text: string } | undefined) ?? { type: '', text: '' };
      expect(content.text.length).toBeLessThanOrEqual(content.type === 'plain_text' ? 150 : 3_000);
      expect(content.text).not.toMatch(/&[a-z]{0,3}$/);
    }
  });

  it('neither mentions nor links nor formats by what events say', () => {
    const body = JSON.stringify(renderSlack(evil).blocks.slice(1));
    expect(body).not.toContain('<!channel>');
    expect(body).toContain('&lt;!channel&gt;');
    expect(escapeSlack('*a*')).not.toBe('*a*');
    expect(escapeSlack('<@U1>')).toBe('&lt;@U1&gt;');
  });
});

describe('webhook', () => {
  it('carries the alert, and of a group all of them', () => {
    const alert = numberedAlert(1);
    expect(renderWebhook(message({ groupKey: `alertId=${alert.alertId}` }))).toEqual({
      type: 'alert.firing',
      timestamp: '2026-11-21T12:00:00.000Z',
      data: alert,
    });
    const grouped = renderWebhook(
      message({ alerts: many, counts: { firing: 90, acknowledged: 1, told: 90, overflow: 0 } }),
    );
    expect(grouped.alerts).toHaveLength(40);
    expect(grouped.data).toBe(many[0]);
    expect(grouped.group).toMatchObject({ told: 90, left: 50, firing: 90, acknowledged: 1 });
  });
});

describe('PagerDuty', () => {
  it('triggers, acknowledges and resolves under one key', () => {
    const lone = { groupKey: `alertId=${numberedAlert(1).alertId}` };
    const events = (['firing', 'acknowledged', 'resolved', 'closed'] as const).map((state) =>
      renderPagerDuty(message({ ...lone, state })),
    );
    expect(events.map((event) => event.event_action)).toEqual(['trigger', 'acknowledge', 'resolve', 'resolve']);
    expect(new Set(events.map((event) => event.dedup_key))).toEqual(new Set([numberedAlert(1).alertId]));
    expect(renderPagerDuty(message()).dedup_key).toBe('redoubt-abc');
  });

  it('keeps the limits of the API', () => {
    const event = renderPagerDuty(message({ alerts: [numberedAlert(1, { reason: 'x'.repeat(5_000) })] }));
    const payload = event.payload as { summary: string; severity: string; source: string };
    expect([...payload.summary].length).toBeLessThanOrEqual(1_024);
    expect(payload).toMatchObject({ severity: 'error', source: 'sourceIp 203.0.113.1' });
  });
});

describe('plain', () => {
  it('takes out what could disguise a text', () => {
    expect(plain('a\u202Egnp.exe\u0000\r\n\u200Bb')).toBe('agnp.exe b');
    expect(plain('x'.repeat(400))).toHaveLength(300);
    expect(plain('😀'.repeat(400), 10)).toBe(`${'😀'.repeat(9)}…`);
  });
});

describe('messageOf', () => {
  it('puts the gravest open alert first and sums up the state', () => {
    const state = { groupKey: 'all', groupHash: 'h' } as Parameters<typeof messageOf>[0];
    const inFlight = (
      alerts: Message['alerts'] | never[],
      firing = 0,
      acknowledged = 0,
    ): Parameters<typeof messageOf>[1] => ({
      ...{ messageId: 'm', reason: 'new', startedAtMs: 0, attempts: 1, standings: {}, alerts: [...alerts] },
      counts: { firing, acknowledged, told: alerts.length, overflow: 0 },
    });
    const resolved = numberedAlert(1, { severity: 'critical', status: 'resolved' });
    const medium = numberedAlert(2, { severity: 'medium' });
    const high = numberedAlert(3);
    const all = messageOf(state, inFlight([resolved, medium, high], 2), undefined);
    expect(all?.alerts.map(({ alertId }) => alertId)).toEqual([high, medium, resolved].map(({ alertId }) => alertId));
    expect(all?.state).toBe('firing');
    expect(messageOf(state, inFlight([resolved], 0, 1), undefined)?.state).toBe('acknowledged');
    expect(messageOf(state, inFlight([resolved]), undefined)?.state).toBe('resolved');
    expect(messageOf(state, inFlight([numberedAlert(1, { status: 'closed' })]), undefined)?.state).toBe('closed');
    expect(messageOf(state, inFlight([]), undefined)).toBeUndefined();
  });
});
