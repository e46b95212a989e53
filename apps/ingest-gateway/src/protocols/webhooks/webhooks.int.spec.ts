import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { sendTo, storedIn } from '../../testing/send-to.ts';
import { startGateway, WEBHOOK_KEY_ID, WEBHOOK_SECRET, type TestGateway } from '../../testing/start-gateway.ts';

const json = { 'content-type': 'application/json' };
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => {
  gateway.appender.stored.length = 0;
});
afterAll(() => gateway.close());

const push = {
  ref: 'refs/heads/main',
  action: 'opened',
  sender: { login: 'octocat' },
  repository: { full_name: 'acme/shop' },
};
const falco = {
  uuid: '7d9ae6d0-6d1e-4a31-8b5c-5c1a45d3d1a1',
  output: 'Terminal shell in container',
  priority: 'Critical',
  rule: 'Terminal shell in container',
  time: '2026-01-01T00:00:00.123456789Z',
  hostname: 'node-1',
  output_fields: { 'user.name': 'root', 'proc.name': 'bash' },
};
const alert = (name: string, severity: string) => ({
  status: 'firing',
  labels: { alertname: name, severity, instance: 'web-1:9100' },
  annotations: { summary: `${name} fires` },
  startsAt: '2026-01-01T00:00:00Z',
  fingerprint: `f-${name}`,
});
const alertmanager = {
  version: '4',
  groupKey: '{}:{}',
  status: 'firing',
  receiver: 'redoubt',
  alerts: [alert('HostDown', 'critical'), alert('DiskFull', 'warning')],
};

describe('shapes', () => {
  it('GitHub', async () => {
    const headers = { ...json, 'x-github-event': 'pull_request', 'x-github-delivery': 'd-1' };
    expect(await sendTo(gateway, '/v1/webhooks/github', JSON.stringify(push), { headers })).toMatchObject({
      status: 202,
    });
    expect(storedIn(gateway)).toEqual([
      {
        eventType: 'github_pull_request',
        action: 'opened',
        user: 'octocat',
        asset: 'acme/shop',
        externalId: 'd-1',
        tags: ['github'],
        payload: push,
      },
    ]);
  });

  it('Falcosidekick', async () => {
    expect(await sendTo(gateway, '/v1/webhooks/falcosidekick', JSON.stringify(falco), { headers: json })).toMatchObject(
      { status: 202 },
    );
    expect(storedIn(gateway)).toMatchObject([
      {
        ...{
          eventType: 'falco_rule_matched',
          severity: 'critical',
          user: 'root',
          asset: 'node-1',
          externalId: falco.uuid,
        },
        ...{ eventTimeMs: Date.UTC(2026, 0, 1) + 123, message: falco.output, payload: falco },
      },
    ]);
    expect(gateway.appender.stored[0]?.lane).toBe('p');
  });

  it('Alertmanager, an event per alert', async () => {
    const answer = await sendTo(gateway, '/v1/webhooks/alertmanager', JSON.stringify(alertmanager), { headers: json });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 2 } });
    const stored = storedIn(gateway);
    const named = Object.fromEntries(stored.map(({ action, severity }) => [action, severity]));
    expect(named).toEqual({ HostDown: 'critical', DiskFull: 'medium' });
    expect(stored[0]).toMatchObject({ outcome: 'firing', asset: 'web-1:9100', payload: { receiver: 'redoubt' } });
  });

  it('anything else is the event itself', async () => {
    const events = [{ eventType: 'a', user: 'u' }, { sourceIp: 'nowhere' }];
    expect(await sendTo(gateway, '/v1/webhooks/generic', JSON.stringify(events), { headers: json })).toMatchObject({
      status: 202,
    });
    expect(storedIn(gateway)).toEqual([
      { eventType: 'a', user: 'u' },
      { tags: ['invalid_source_ip'], payload: { sourceIp: 'nowhere' } },
    ]);
  });

  it.each([
    ['alertmanager', '{}'],
    ['falcosidekick', '[]'],
    ['github', '7'],
    ['generic', '[7]'],
    ['generic', '{'],
  ])('%s refuses %s', async (shape, body) => {
    const answer = await sendTo(gateway, `/v1/webhooks/${shape}`, body, { headers: json });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_message' } });
  });
});

describe('signatures', () => {
  const body = JSON.stringify(push);
  const path = `/v1/webhooks/github/${WEBHOOK_KEY_ID}`;
  const send = (headers: Record<string, string>, sent = body) =>
    sendTo(gateway, path, sent, { headers: { ...json, authorization: undefined, ...headers } });
  const github = (secret: string) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const standard = (at: Date) => ({
    'webhook-id': 'm-1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(WEBHOOK_SECRET).sign('m-1', at, body),
  });

  it.each<[string, () => Record<string, string>]>([
    ['GitHub', () => ({ 'x-hub-signature-256': github(WEBHOOK_SECRET) })],
    ['Standard Webhooks', () => standard(new Date())],
    ['a token', () => ({ authorization: `Bearer ${WEBHOOK_SECRET}` })],
    ['GitLab', () => ({ 'x-gitlab-token': WEBHOOK_SECRET })],
  ])('%s', async (_, headers) => {
    expect(await send(headers())).toMatchObject({ status: 202 });
    expect(storedIn(gateway)).toHaveLength(1);
  });

  it.each<[string, () => Record<string, string>, string, string]>([
    ['another secret', () => ({ 'x-hub-signature-256': github('other') }), body, 'invalid_signature'],
    ['another body', () => ({ 'x-hub-signature-256': github(WEBHOOK_SECRET) }), '{"a":1}', 'invalid_signature'],
    ['an old message', () => standard(new Date(Date.now() - 600_000)), body, 'invalid_signature'],
    ['a message of the future', () => standard(new Date(Date.now() + 600_000)), body, 'invalid_signature'],
    [
      'an old message under a new time',
      () => ({
        ...standard(new Date(Date.now() - 600_000)),
        'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
      }),
      ...([body, 'invalid_signature'] as const),
    ],
    ['a message under another id', () => ({ ...standard(new Date()), 'webhook-id': 'm-2' }), body, 'invalid_signature'],
    [
      'a message without its time',
      () => ({ ...standard(new Date()), 'webhook-timestamp': '' }),
      ...([body, 'invalid_signature'] as const),
    ],
    ['a wrong token', () => ({ authorization: 'Bearer whsec_x' }), body, 'invalid_signature'],
    ['no signature', () => ({}), body, 'unauthenticated'],
    ['SHA-1 alone', () => ({ 'x-hub-signature': 'sha1=00' }), body, 'unauthenticated'],
  ])('%s is refused', async (_, headers, sent, code) => {
    expect(await send(headers(), sent)).toMatchObject({ status: 401, body: { code } });
    expect(storedIn(gateway)).toEqual([]);
  });

  it('a key without a secret takes none', async () => {
    const answer = await sendTo(gateway, '/v1/webhooks/github/otherkey000000', body, {
      headers: { ...json, 'x-hub-signature-256': github('') },
    });
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });
});
