import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import type { OrgId } from '@redoubt/contracts';
import { createApiKey, provisionOrganization, revokeApiKey } from '@redoubt/tenancy';
import { createTempDir, waitFor, type CertificateFiles } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import gelf from 'gelf-pro';
import { gelfChunksOf } from '../../testing/gelf-chunks-of.ts';
import { startApp, type TestApp } from '../../testing/start-app.ts';
import { hasRsyslog, hasSyslogNg, startRsyslog, startSyslogNg, type Relay } from '../../testing/syslog-peers.ts';
import type { Transport } from './syslog-metrics.ts';

const nodes = process.env.TEST_REDIS_NODES ?? '';
const temp = createTempDir('syslog');
const relays: Relay[] = [];
const LOGIN = 'Failed password for root from 203.0.113.9 port 40022 ssh2';

interface Stored {
  eventType: string;
  sourceIp?: string;
  user?: string;
  message?: string;
  raw?: string;
  tags?: string[];
  payload?: Record<string, unknown>;
}

let app: TestApp;
let authority: TestAuthority;
let server: CertificateFiles;
/** Tests share the organisation of the listeners' key and tell their messages apart by a word. */
let words = 0;
const newWord = (): string => `word${(words += 1)}x`;

beforeAll(async () => {
  authority = await TestAuthority.create();
  server = await authority.writeFiles(temp.path, 'server');
  const keyFile = join(temp.path, 'org.key');
  const env = {
    ...{ SYSLOG_HOST: '127.0.0.1', SYSLOG_UDP_PORT: '0', SYSLOG_TCP_PORT: '0', SYSLOG_TLS_PORT: '0' },
    ...{ SYSLOG_TLS_CERT_FILE: server.certFile, SYSLOG_TLS_KEY_FILE: server.keyFile, SYSLOG_ORG_KEY_FILE: keyFile },
    SYSLOG_MAX_MESSAGE_BYTES: '2048',
  };
  app = await startApp(nodes, env, (key) => writeFileSync(keyFile, `${key}\n`));
});
afterAll(async () => {
  await Promise.all(relays.map((relay) => relay.process.stop()));
  await app.close();
  temp.remove();
});

const port = (transport: Transport): number => app.syslog.portOf(transport) ?? 0;

async function eventsWith(word: string, orgId?: OrgId): Promise<Stored[]> {
  const { s, p } = await app.stored(orgId);
  return [...s, ...p].filter((line) => line.includes(word)).map((line) => JSON.parse(line) as Stored);
}

/** Waits until so many events with the word are stored. */
async function arrived(word: string, count: number, orgId?: OrgId): Promise<Stored[]> {
  await waitFor(async () => (await eventsWith(word, orgId)).length >= count, { timeoutMs: 15_000 });
  return eventsWith(word, orgId);
}

async function newOrg(name: string, certificatePem?: string): Promise<{ id: OrgId; key: string; keyId: string }> {
  const deps = { database: app.database, redis: app.redis };
  const { id } = await provisionOrganization(deps, { name, expectedGroups: ['db_writer'] });
  const pem = certificatePem === undefined ? {} : { certificatePem };
  const key = await createApiKey(deps, { organization: name, name: 'syslog', scopes: ['ingest'], ...pem });
  return { id, key: key.text, keyId: key.id };
}

async function tcp(): Promise<Socket> {
  const socket = connect(port('tcp'), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

function logger(...args: string[]): void {
  const result = spawnSync('logger', args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(result.stderr);
}

const metric = async (pattern: RegExp): Promise<number> =>
  Number(pattern.exec(await app.metrics.text())?.[1] ?? Number.NaN);

describe('logger(1)', () => {
  const remote = (transport: Transport): string[] => ['--server', '127.0.0.1', '--port', String(port(transport))];

  it.each([
    ['RFC 5424 over UDP', 'udp', ['--udp', '--rfc5424']],
    ['RFC 3164 over UDP', 'udp', ['--udp', '--rfc3164']],
    ['RFC 5424 over TCP in lines', 'tcp', ['--tcp', '--rfc5424']],
    ['RFC 5424 over TCP with lengths', 'tcp', ['--tcp', '--rfc5424', '--octet-count']],
    ['RFC 3164 over TCP with lengths', 'tcp', ['--tcp', '--rfc3164', '--octet-count']],
  ] as const)('is heard: %s', async (_name, transport, options) => {
    const word = newWord();
    logger(...remote(transport), ...options, '--tag', 'sshd', '-p', 'auth.info', `${LOGIN}: ${word}`);
    const [event] = await arrived(word, 1);
    expect(event).toMatchObject({ eventType: 'failed_login', user: 'root', sourceIp: '203.0.113.9' });
    expect(event?.payload).toMatchObject({ facility: 4, syslogSeverity: 6 });
  });

  it('may name another organisation by a key that is stored nowhere', async () => {
    const other = await newOrg('token');
    const word = newWord();
    const token = ['--sd-id', 'redoubt@32473', '--sd-param', `key="${other.key}"`];
    const more = ['--sd-id', 'shop@32473', '--sd-param', 'basket="7"'];
    logger(...remote('udp'), '--udp', '--rfc5424', ...token, ...more, '--tag', 'app', word);
    logger(...remote('tcp'), '--tcp', '--octet-count', '--rfc5424', ...token, '--tag', 'app', word);
    const events = await arrived(word, 2, other.id);
    expect(JSON.stringify(events)).not.toContain('rk_');
    expect(events.map(({ payload }) => payload?.['structuredData']).filter(Boolean)).toContainEqual(
      expect.objectContaining({ 'shop@32473': { basket: '7' } }),
    );
    expect(await eventsWith(word)).toEqual([]);
  });
});

describe('redoubt send --protocol syslog', () => {
  const redoubt = join(import.meta.dirname, '../../../../cli/bin/redoubt.mjs');

  it.each(['tcp', 'tls'] as const)('%s', async (transport) => {
    const other = await newOrg(`send-${transport}`);
    const word = newWord();
    const file = join(temp.path, `${word}.ndjson`);
    writeFileSync(
      file,
      Array.from({ length: 250 }, (_, n) => JSON.stringify({ eventType: 'a', user: word, n })).join('\n'),
    );
    const url = `${transport}://127.0.0.1:${port(transport)}`;
    const args = [redoubt, 'send', '--protocol', 'syslog', '--url', url, '--batch', '100', '--json', file];
    const ca = transport === 'tls' ? { NODE_EXTRA_CA_CERTS: server.caFile } : {};
    const env = { PATH: process.env.PATH, REDOUBT_API_KEY: other.key, REDOUBT_DATA_DIR: temp.path, ...ca };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(JSON.parse(stdout)).toMatchObject({ sent: 250, accepted: 250, refused: 0, retries: 0 });
    const events = (await arrived(word, 250, other.id)) as (Stored & { n?: number })[];
    expect(events).toHaveLength(250);
    expect(events.every(({ eventType }) => eventType === 'a')).toBe(true);
    expect(JSON.stringify(events)).not.toContain('rk_');
  });

  it('does not take lines for accepted whose key is nobody’s', async () => {
    const file = join(temp.path, 'nobody.ndjson');
    writeFileSync(file, '{"eventType":"a"}\n');
    const url = `tcp://127.0.0.1:${port('tcp')}`;
    const args = [redoubt, 'send', '--protocol', 'syslog', '--url', url, '--retry-for', '100ms', file];
    const REDOUBT_API_KEY = `rk_${'0'.repeat(16)}_${'a'.repeat(43)}`;
    const env = { PATH: process.env.PATH, REDOUBT_API_KEY, REDOUBT_DATA_DIR: temp.path };
    const failed = promisify(execFile)(process.execPath, args, { env });
    await expect(failed).rejects.toMatchObject({ code: 6, stdout: '' });
  });
});

describe('a key in a message that is not UTF-8', () => {
  it('counts all the same, and is stored nowhere', async () => {
    const other = await newOrg('latin');
    const word = newWord();
    const socket = await tcp();
    const text = `<13>1 - h app - - [redoubt@32473 key="${other.key}"] M\xfcller ${word}\n`;
    socket.end(Buffer.from(text, 'latin1'));
    const [event] = (await arrived(word, 1, other.id)) as (Stored & { rawBase64?: string })[];
    const raw = Buffer.from(event?.rawBase64 ?? '', 'base64').toString('latin1');
    expect(raw).toBe(`<13>1 - h app - - - M\xfcller ${word}`);
    expect(JSON.stringify(event)).not.toContain('rk_');
    expect(await eventsWith(word)).toEqual([]);
  });

  it('is refused where it cannot be cut out', async () => {
    const word = newWord();
    const before = await metric(/messages_refused_total\{reason="unauthenticated"\} (\d+)/);
    const socket = await tcp();
    socket.end(`<13>1 - h app - - [redoubt@32473 key="rk_x" ${word}\n`);
    const refused = (): Promise<number> => metric(/messages_refused_total\{reason="unauthenticated"\} (\d+)/);
    await waitFor(async () => (await refused()) === before + 1);
    expect(await eventsWith(word)).toEqual([]);
  });

  it('hides no line of a log that anybody can write into', async () => {
    const word = newWord();
    const socket = await tcp();
    socket.end(`<13>Nov 22 10:00:00 web nginx: "GET /${word} HTTP/1.1" 200 "[redoubt@32473 key="rk_a_0123456789"\n`);
    const [event] = await arrived(word, 1);
    expect(JSON.stringify(event)).toContain('rk_********');
  });
});

(hasRsyslog ? describe : describe.skip)('rsyslog', () => {
  const forward = (transport: Transport, settings: string): string =>
    `action(type="omfwd" Target="127.0.0.1" Port="${port(transport)}" ${settings} action.resumeInterval="1")`;

  async function sendThrough(relay: Relay, word: string, count: number): Promise<void> {
    relays.push(relay);
    const file = join(temp.path, `${word}.txt`);
    writeFileSync(file, Array.from({ length: count }, (_, i) => `${LOGIN}: ${word} ${i}`).join('\n'));
    await waitFor(() => spawnSync('logger', ['--socket', relay.socket, '--socket-errors=on', 'hello']).status === 0);
    logger('--socket', relay.socket, '--tag', 'sshd', '-f', file);
  }

  const numbersOf = (events: readonly Stored[]): number[] =>
    events.map(({ message }) => Number(/ (\d+)$/.exec(message ?? '')?.[1]));

  it.each([
    ['in lines', 'TCP_Framing="traditional" template="RSYSLOG_TraditionalForwardFormat"'],
    ['with lengths', 'TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"'],
    ['with time stamps of its own', 'TCP_Framing="octet-counted" template="RSYSLOG_ForwardFormat"'],
  ])('forwards over TCP %s, every message once and in order', async (_name, settings) => {
    const word = newWord();
    await sendThrough(
      await startRsyslog(join(temp.path, word), forward('tcp', `Protocol="tcp" ${settings}`)),
      word,
      200,
    );
    const events = await arrived(word, 200);
    expect(numbersOf(events)).toEqual(Array.from({ length: 200 }, (_, i) => i));
    expect(new Set(events.map(({ eventType }) => eventType))).toEqual(new Set(['failed_login']));
  });

  it('forwards over TLS as the organisation of its certificate, until that is revoked', async () => {
    const client = await authority.writeFiles(temp.path, 'rsyslog');
    const org = await newOrg('certificate', readFileSync(client.certFile, 'utf8'));
    const word = newWord();
    const tls = `Protocol="tcp" TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"
      StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="localhost"
      StreamDriver.CAFile="${client.caFile}" StreamDriver.CertFile="${client.certFile}" StreamDriver.KeyFile="${client.keyFile}"`;
    await sendThrough(await startRsyslog(join(temp.path, word), forward('tls', tls)), word, 50);
    expect(numbersOf(await arrived(word, 50, org.id))).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(await eventsWith(word)).toEqual([]);

    await revokeApiKey({ database: app.database, redis: app.redis }, org.keyId);
    const [relay] = relays.slice(-1);
    await waitFor(
      async () => {
        logger('--socket', relay?.socket ?? '', '--tag', 'app', 'after the revocation');
        return (await metric(/messages_refused_total\{reason="unauthenticated"\} (\d+)/)) > 0;
      },
      { timeoutMs: 10_000 },
    );
  });
});

(hasSyslogNg ? describe : describe.skip)('syslog-ng', () => {
  it.each([
    ['RFC 5424 with lengths over TCP', () => `syslog("127.0.0.1" port(${port('tcp')}) transport("tcp"))`],
    ['RFC 3164 in lines over TCP', () => `network("127.0.0.1" port(${port('tcp')}) transport("tcp"))`],
    ['RFC 5424 over UDP', () => `syslog("127.0.0.1" port(${port('udp')}) transport("udp"))`],
    [
      'RFC 5424 over TLS',
      () =>
        `syslog("127.0.0.1" port(${port('tls')}) transport("tls") tls(ca-file("${server.caFile}") peer-verify(yes)))`,
    ],
  ])('forwards %s', async (_name, destination) => {
    const word = newWord();
    const relay = await startSyslogNg(join(temp.path, word), destination());
    relays.push(relay);
    await waitFor(() => spawnSync('logger', ['--socket', relay.socket, '--socket-errors=on', 'hello']).status === 0);
    for (let i = 0; i < 5; i += 1) logger('--socket', relay.socket, '--tag', 'sshd', `${LOGIN}: ${word}`);
    expect(await arrived(word, 5)).toHaveLength(5);
  });
});

describe('gelf-pro', () => {
  function send(message: string, extra: Record<string, unknown>): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    gelf.setConfig({ adapterName: 'udp', adapterOptions: { host: '127.0.0.1', port: port('udp') } });
    gelf.message(message, 4, extra, (error) => (error ? reject(error) : resolve()));
    return promise;
  }

  it('is heard, compressed, in one datagram and in chunks, with all its fields', async () => {
    const word = newWord();
    await send(`${word} short`, { basket: 7, user: 'alice' });
    // Random, so that compressed it does not fit into one datagram.
    const blob = randomBytes(1_350).toString('base64');
    await send(`${word} long`, { blob });
    const events = (await arrived(word, 2)) as (Stored & Record<string, unknown>)[];
    const [short, long] = ['short', 'long'].map((end) =>
      events.find((one) => one['short_message'] === `${word} ${end}`),
    );
    expect(short).toMatchObject({ version: '1.1', level: 4, _basket: 7, _user: 'alice' });
    expect(long).toMatchObject({ _blob: blob });
  });

  it('is counted when chunks do not come', async () => {
    const before = await metric(/messages_refused_total\{reason="incomplete"\} (\d+)/);
    const socket = createSocket('udp4');
    const [first] = gelfChunksOf('{"short_message":"never"}', 1, 10);
    socket.send(first ?? '', port('udp'), '127.0.0.1', () => socket.close());
    const incomplete = (): Promise<number> => metric(/messages_refused_total\{reason="incomplete"\} (\d+)/);
    await waitFor(async () => (await incomplete()) === before + 1, { timeoutMs: 30_000 });
    expect(await metric(/gateway_syslog_held_bytes (\d+)/)).toBe(0);
  });
});

describe('senders that go wrong', () => {
  it('get everything stored around what is broken, with the bytes and a tag', async () => {
    const word = newWord();
    const message = (text: string): string => `<13>Nov 22 10:00:00 h app: ${word} ${text}`;
    const counted = (text: string): string => `${Buffer.byteLength(text)} ${text}`;
    const socket = await tcp();
    socket.end(`${counted(message('a'))}noise ${word}${counted(message('b'.repeat(3_000)))}${counted(message('c'))}`);
    const events = await arrived(word, 4);
    expect(events.map(({ raw, tags }) => [raw?.slice(0, 80).length, raw?.slice(-1), tags])).toEqual([
      [message('a').length, 'a', undefined],
      [`noise ${word}`.length, 'x', ['syslog_broken_frame']],
      [80, 'b', ['syslog_oversize_frame']],
      [message('c').length, 'c', undefined],
    ]);
    expect(events[2]?.raw).toHaveLength(2_048);
  });

  it('are cut off when they have no key, and cost nobody else anything', async () => {
    const stranger = await authority.writeFiles(temp.path, 'stranger');
    const socket = connectTls({
      ...{ port: port('tls'), host: '127.0.0.1', ca: authority.caPem, servername: 'localhost' },
      ...{ cert: readFileSync(stranger.certFile), key: readFileSync(stranger.keyFile) },
    });
    socket.on('error', () => undefined);
    socket.resume();
    await once(socket, 'secureConnect');
    socket.write('<13>Nov 22 10:00:00 h app: nobody\n'.repeat(200));
    await once(socket, 'close');
    expect(await eventsWith('nobody')).toEqual([]);
  });

  it('are read no faster than they are stored, and none of it is lost at a stop', async () => {
    const word = newWord();
    const socket = await tcp();
    const count = 20_000;
    socket.end(Array.from({ length: count }, (_, i) => `<13>Nov 22 10:00:00 h app: ${word} ${i}\n`).join(''));
    await arrived(word, count);
    expect((await eventsWith(word)).length).toBe(count);
    await waitFor(async () => (await metric(/gateway_syslog_held_bytes (\d+)/)) === 0);
  });
});
