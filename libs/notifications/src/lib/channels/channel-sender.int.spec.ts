import dns from 'node:dns';
import dnsPromises from 'node:dns/promises';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { numberedAlert, ScriptedNames } from '@redoubt/test-kit';
import { Webhook } from 'standardwebhooks';
import { HttpRecorder } from '../../testing/http-recorder.ts';
import { MailRecorder } from '../../testing/mail-recorder.ts';
import { makeChannel } from '../../testing/make-channel.ts';
import type { Message } from '../message.ts';
import { ChannelSender } from './channel-sender.ts';

const message: Message = {
  messageId: 'msg_abc_1',
  reason: 'new',
  state: 'firing',
  createdAtMs: Date.now(),
  alerts: [numberedAlert(1)],
  counts: { firing: 1, acknowledged: 0, told: 1, overflow: 0 },
  groupKey: 'ruleId=rule-1',
  groupHash: 'abc',
};

describe('sending', () => {
  let http: HttpRecorder;
  let mail: MailRecorder;
  let sender: ChannelSender;
  beforeEach(async () => {
    http = await HttpRecorder.start();
    mail = await MailRecorder.start();
    sender = new ChannelSender({
      http: { isPrivateAllowed: true, timeoutMs: 500 },
      mail: { host: '127.0.0.1', port: mail.port, from: 'redoubt@example.org' },
      pagerDutyUrl: http.url('/pd'),
    });
  });
  afterEach(async () => {
    await sender.close();
    await http.close();
    await mail.close();
  });

  const hook = () => makeChannel('webhook', { url: http.url() });

  it('signs a webhook so that the library of Standard Webhooks accepts it, and nothing that was changed', async () => {
    expect(await sender.send(hook(), message)).toEqual({ kind: 'sent', detail: 'HTTP 200' });
    const [request] = http.requests;
    const headers = request?.headers as Record<string, string>;
    const verifier = new Webhook(hook().secret);
    expect(verifier.verify(request?.body ?? '', headers)).toMatchObject({ type: 'alert.firing' });
    expect(headers['webhook-id']).toBe('msg_abc_1');
    expect(() => verifier.verify(`${request?.body} `, headers)).toThrow();
    expect(() => verifier.verify(request?.body ?? '', { ...headers, 'webhook-id': 'other' })).toThrow();
  });

  it('does not follow redirections', async () => {
    http.answer = () => ({ status: 302, headers: { location: http.url('/elsewhere') } });
    expect(await sender.send(hook(), message)).toMatchObject({ kind: 'dead' });
    expect(http.requests.map(({ path }) => path)).toEqual(['/']);
  });

  it('waits no longer than it should, and tries again later', async () => {
    http.answer = () => ({ status: 200, delayMs: 3_000 });
    expect(await sender.send(hook(), message)).toEqual({ kind: 'retry', detail: 'time-out' });
  });

  it('reads no more of an answer than it needs', async () => {
    http.answer = () => ({ status: 200, body: 'x'.repeat(20_000_000) });
    expect(await sender.send(hook(), message)).toEqual({ kind: 'sent', detail: 'HTTP 200' });
  });

  it('takes a closed port and a receiver that hangs up as worth another try, and tells no address', async () => {
    const rude = createTcpServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
    const { port } = rude.address() as AddressInfo;
    const toRude = makeChannel('slack', { url: `http://127.0.0.1:${port}/T0/B0/token` });
    const hungUp = await sender.send(toRude, message);
    expect(hungUp.kind).toBe('retry');
    await new Promise((resolve) => rude.close(resolve));
    const refused = await sender.send(toRude, message);
    expect(refused).toEqual({ kind: 'retry', detail: 'network: ECONNREFUSED' });
    expect(JSON.stringify([hungUp, refused])).not.toContain('token');
  });

  it('refuses the inside unless the operator allows it', async () => {
    const careful = new ChannelSender({ http: { timeoutMs: 500 } });
    const results = await Promise.all(
      [`https://127.0.0.1:${http.port}/`, `https://localhost:${http.port}/`, http.url()].map((url) =>
        careful.send(makeChannel('webhook', { url }), message),
      ),
    );
    expect(results.map(({ kind }) => kind)).toEqual(['dead', 'dead', 'dead']);
    const smtp = { host: 'localhost', port: mail.port, isSecure: false };
    expect(await careful.send(makeChannel('email', { smtp, from: 'a@example.org' }), message)).toMatchObject({
      kind: 'dead',
      detail: 'target refused: not a public address',
    });
    expect(http.requests).toHaveLength(0);
    expect(mail.mails).toHaveLength(0);
    await careful.close();
  });

  it('takes no name that leads inside with even one of its addresses, whatever it said before', async () => {
    const names = await ScriptedNames.start();
    const lookup = names.lookup.bind(names);
    jest.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
    jest.spyOn(dnsPromises, 'lookup').mockImplementation(promisify(lookup) as unknown as typeof dnsPromises.lookup);
    const careful = new ChannelSender({ http: { timeoutMs: 500 } });
    const smtp = { host: 'rebound.example', port: mail.port, isSecure: false };
    const channels = [
      makeChannel('webhook', { url: `https://rebound.example:${http.port}/` }),
      makeChannel('email', { smtp, from: 'a@example.org' }),
    ];
    for (const channel of channels) {
      names.answer(['198.41.0.4', '127.0.0.1'], ['127.0.0.1']);
      for (let i = 0; i < 2; i++) {
        const result = await careful.send(channel, message);
        expect(result).toMatchObject({ kind: 'dead', detail: expect.stringContaining('target refused') as string });
      }
      // Once each: nobody asks between the check and the connection.
      expect(names.asked).toEqual(['rebound.example', 'rebound.example']);
    }
    names.answer(['127.0.0.1']);
    expect(await sender.send(makeChannel('webhook', { url: `http://rebound.example:${http.port}/` }), message)).toEqual(
      { kind: 'sent', detail: 'HTTP 200' },
    );
    expect([http.requests.length, mail.mails.length]).toEqual([1, 0]);
    jest.restoreAllMocks();
    await careful.close();
    await names.close();
  });

  it('tells temporary refusals of a mail server from final ones', async () => {
    const channel = makeChannel('email', { to: ['a@example.org', 'b@example.org'] });
    mail.refusal = (index) => [451, 552][index];
    expect(await sender.send(channel, message)).toEqual({ kind: 'retry', detail: 'SMTP 451' });
    expect(await sender.send(channel, message)).toEqual({ kind: 'dead', detail: 'SMTP 552' });
    expect(await sender.send(channel, message)).toEqual({ kind: 'sent', detail: 'accepted' });
    expect(mail.mails[0]?.to).toEqual(['a@example.org', 'b@example.org']);
    expect(mail.mails[0]?.raw).toMatch(/Message-ID: <msg_abc_1@redoubt>/i);
    expect(mail.mails[0]?.raw).toContain('Content-Type: multipart/alternative');
  });

  it('says what is missing to send mail at all', async () => {
    const bare = new ChannelSender({});
    expect(await bare.send(makeChannel('email'), message)).toMatchObject({ kind: 'dead' });
    await bare.close();
  });

  it('speaks to PagerDuty with the routing key in the body alone', async () => {
    http.answer = () => ({ status: 202 });
    expect(await sender.send(makeChannel('pagerduty'), message)).toEqual({ kind: 'sent', detail: 'HTTP 202' });
    expect(JSON.parse(http.requests[0]?.body ?? '')).toMatchObject({
      routing_key: 'R'.repeat(32),
      event_action: 'trigger',
      payload: { severity: 'error' },
    });
  });
});
