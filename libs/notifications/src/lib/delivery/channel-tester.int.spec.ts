import { newOrgId, systemClock, type OrgId } from '@redoubt/contracts';
import type { RedisClient } from '@redoubt/redis';
import { connectTestClient } from '@redoubt/redis/testing';
import { createLogger } from '@redoubt/telemetry';
import { HttpRecorder } from '../../testing/http-recorder.ts';
import { MailRecorder } from '../../testing/mail-recorder.ts';
import { makeChannel } from '../../testing/make-channel.ts';
import { ChannelSender } from '../channels/channel-sender.ts';
import { Mailer } from '../channels/mailer.ts';
import { GroupStore } from '../store/group-store.ts';
import { renderInvitation } from '../templates/invitation.ts';
import { ChannelTester } from './channel-tester.ts';

let redis: RedisClient;
let http: HttpRecorder;
let mail: MailRecorder;
let store: GroupStore;
let orgId: OrgId;
const senders: ChannelSender[] = [];

beforeAll(async () => {
  redis = await connectTestClient();
  store = new GroupStore(redis);
  http = await HttpRecorder.start();
  mail = await MailRecorder.start();
});
afterAll(async () => {
  for (const sender of senders) await sender.close();
  await Promise.all([http.close(), mail.close(), redis.close()]);
});
beforeEach(() => {
  orgId = newOrgId();
  http.answer = () => undefined;
});

function testerWith(options: { isPrivateAllowed?: boolean; maxTrials?: number; timeoutMs?: number } = {}) {
  const { isPrivateAllowed = true, ...bounds } = options;
  const sender = new ChannelSender({ http: { isPrivateAllowed, timeoutMs: 5_000 } });
  senders.push(sender);
  return new ChannelTester(
    { sender, store, clock: systemClock, log: createLogger({ app: 'spec', level: 'silent' }) },
    bounds,
  );
}
const hook = () => makeChannel('webhook', { url: http.url('/hook') });

describe('a trial', () => {
  it('is sent at once, says what the receiver said, and stands among the outcomes', async () => {
    const channel = hook();
    const sent = http.requests.length;
    expect(await testerWith().run(orgId, channel)).toEqual({ ok: true, detail: 'HTTP 200' });
    expect(http.requests[sent]?.body).toContain('Test of a notification channel');
    http.answer = () => ({ status: 503 });
    expect(await testerWith().run(orgId, channel)).toEqual({ ok: false, detail: 'HTTP 503' });
    const outcomes = await store.outcomes(orgId, channel.channelId);
    expect(outcomes.map(({ outcome, reason, detail }) => [outcome, reason, detail])).toEqual([
      ['dead', 'test', 'HTTP 503'],
      ['sent', 'test', 'HTTP 200'],
    ]);
  });

  it('reaches nothing inside unless that is allowed', async () => {
    const sent = http.requests.length;
    const result = await testerWith({ isPrivateAllowed: false }).run(orgId, hook());
    expect(result).toMatchObject({ ok: false, detail: expect.stringContaining('target refused') });
    expect(http.requests.length).toBe(sent);
  });

  it('takes no longer than it may, and no more at once than may be', async () => {
    http.answer = () => ({ status: 200, delayMs: 3_000 });
    const tester = testerWith({ maxTrials: 1, timeoutMs: 200 });
    const first = tester.run(orgId, hook());
    await expect(tester.run(orgId, hook())).rejects.toThrow('as many channels');
    expect(await first).toEqual({ ok: false, detail: 'time-out' });
    expect((await tester.run(orgId, hook())).ok).toBe(false);
  });
});

it('an invitation is mailed as text and HTML, with names that cannot be markup', async () => {
  const mailer = new Mailer({ host: '127.0.0.1', port: mail.port, from: 'redoubt@example.org' });
  const link = 'https://redoubt.example.org/invite#tok';
  const facts = { role: 'analyst', invitedBy: 'Ana', link, expiresAtMs: Date.UTC(2030, 0, 2) };
  const text = renderInvitation({ ...facts, organization: 'A & <b>B</b>\r\nBcc: x@example.org' });
  expect(text.subject).toBe('Invitation to A & <b>B</b> Bcc: x@example.org on Redoubt');
  expect(text.html).toContain('A &amp; &lt;b&gt;B&lt;/b&gt;');
  expect(await mailer.send({ to: 'new@example.org', ...text })).toEqual({ kind: 'sent', detail: 'accepted' });
  expect(mail.mails.at(-1)).toMatchObject({ to: ['new@example.org'], raw: expect.stringContaining(link) });
  const nowhere = new Mailer({ host: '127.0.0.1', port: 1, from: 'redoubt@example.org' });
  expect(await nowhere.send({ to: 'new@example.org', ...text })).toMatchObject({ kind: 'retry' });
});
