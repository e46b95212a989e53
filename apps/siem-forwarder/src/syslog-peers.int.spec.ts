import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { createTempDir, waitFor } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import type { NewSink } from '@redoubt/rulebook';
import { SinkStage } from './testing/stage.ts';
import { hasRsyslog, hasSyslogNg, startRsyslog, startSyslogNg, type Receiver } from './testing/syslog-receivers.ts';

const temp = createTempDir('receivers');
const started: Receiver[] = [];
let stage: SinkStage;

beforeAll(async () => {
  stage = await SinkStage.open();
  await stage.startForwarder('w1').started;
});
afterAll(async () => {
  await stage.close();
  await Promise.all(started.map(({ process }) => process.stop()));
  temp.remove();
});

const events = Array.from({ length: 300 }, (_, i) => ({
  ...{ eventType: 'failed_login', severity: i % 7 === 0 ? 'high' : 'low', user: `u${i}`, sourceIp: '203.0.113.9' },
  message: `Failed password for u${i} – “quoted” | piped = equal\nsecond line`,
}));

/** Forwards 300 events in several frames. @returns what the receiver wrote and what it was to write */
async function forward(receiver: Receiver, sink: Partial<NewSink> & object) {
  started.push(receiver);
  const orgId = await stage.newOrg();
  const base = { type: 'syslog', name: 'collector', host: '127.0.0.1', port: receiver.port };
  const { group } = await stage.addSink(orgId, { ...base, ...sink } as NewSink);
  for (let at = 0; at < events.length; at += 50) await stage.send(orgId, events.slice(at, at + 50));
  await stage.settle(orgId, group);
  await waitFor(() => receiver.lines().length >= events.length, { timeoutMs: 20_000, what: 'everything written' });
  return { ids: receiver.ids().sort(), expected: (await stage.ids(orgId)).sort(), line: receiver.lines()[0] ?? '' };
}

(hasRsyslog ? describe : describe.skip)('rsyslog', () => {
  it('over TCP writes every event once, in ECS', async () => {
    const { ids, expected, line } = await forward(await startRsyslog(join(temp.path, 'tcp')), { transport: 'tcp' });
    expect(ids).toEqual(expected);
    expect(JSON.parse(line.slice(line.indexOf(']') + 2))).toMatchObject({ event: { action: 'failed_login' } });
  });

  it('over TLS writes every event once, in CEF, with its certificate verified', async () => {
    const authority = await TestAuthority.create();
    const files = await authority.writeFiles(join(temp.path, 'tls'), 'rsyslog');
    const receiver = await startRsyslog(join(temp.path, 'tls'), files);
    const { ids, expected, line } = await forward(receiver, {
      ...{ transport: 'tls', mapping: 'cef', caPem: readFileSync(files.caFile, 'utf8') },
    });
    expect(ids).toEqual(expected);
    expect(line).toContain('CEF:0|Redoubt|Redoubt|1|failed_login|');
  });

  it('whose certificate nobody vouches for gets nothing', async () => {
    const files = await (await TestAuthority.create()).writeFiles(join(temp.path, 'other'), 'rsyslog');
    const receiver = await startRsyslog(join(temp.path, 'other'), files);
    started.push(receiver);
    const orgId = await stage.newOrg();
    const sink = { type: 'syslog', name: 's', host: '127.0.0.1', port: receiver.port } as const;
    const { sinkId } = await stage.addSink(orgId, sink);
    await stage.send(orgId, events.slice(0, 1));
    await waitFor(async () => (await stage.sinkState(orgId, sinkId)).lastError !== undefined);
    expect((await stage.sinkState(orgId, sinkId)).lastError).toMatch(/the connection failed: (UNABLE|SELF_SIGNED)/);
    expect(receiver.lines()).toEqual([]);
  });
});

(hasSyslogNg ? describe : describe.skip)('syslog-ng', () => {
  it('over TCP writes every event once', async () => {
    const { ids, expected } = await forward(await startSyslogNg(join(temp.path, 'ng')), { transport: 'tcp' });
    expect(ids).toEqual(expected);
  });
});
