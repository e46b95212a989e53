import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { waitFor } from '@redoubt/test-kit';
import { gelfChunksOf } from '../../testing/gelf-chunks-of.ts';
import { KEY, OTHER_KEY } from '../../testing/start-gateway.ts';
import { startSyslog, type TestSyslog } from '../../testing/start-syslog.ts';

const message = (text: string, key = KEY): string => `<13>1 - h app - - [redoubt@32473 key="${key}"] ${text}`;

let syslog: TestSyslog;
let answer: () => void;
let isClosed = false;
const sockets: Socket[] = [];
beforeEach(async () => {
  syslog = await startSyslog({ SYSLOG_UDP_PORT: '0', SYSLOG_UDP_BYTES: '65536' });
  const { promise, resolve } = Promise.withResolvers<void>();
  syslog.store.lookup = promise;
  answer = resolve;
  isClosed = false;
});
afterEach(async () => {
  answer();
  for (const socket of sockets.splice(0)) socket.close();
  if (!isClosed) await syslog.close();
});

async function senderAt(address: string): Promise<(datagram: string | Buffer) => Promise<unknown>> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.bind(0, address);
  await once(socket, 'listening');
  return (datagram) =>
    new Promise((resolve) => socket.send(datagram, syslog.port('udp'), '127.0.0.1', () => resolve(undefined)));
}

const texts = (): string[] => syslog.appender.textsOf(syslog.orgId);
const refused = (reason: string): Promise<number> =>
  syslog.metric(`gateway_syslog_messages_refused_total{reason="${reason}"}`);

describe('messages whose key is looked up', () => {
  it('keep no other waiting, and are stored in their order once it is found', async () => {
    const send = await senderAt('127.0.0.2');
    for (const text of ['late one', 'late two']) await send(message(text, OTHER_KEY));
    await send(message('at once'));
    await waitFor(() => texts().some((text) => text.includes('at once')));
    expect(texts()).toHaveLength(1);
    expect(await syslog.metric('gateway_syslog_held_bytes')).toBeGreaterThan(0);
    answer();
    await waitFor(() => texts().length === 3);
    expect(texts().map((text) => /late one|late two|at once/.exec(text)?.[0])).toEqual([
      'at once',
      'late one',
      'late two',
    ]);
    await waitFor(async () => (await syslog.metric('gateway_syslog_held_bytes')) === 0);
  });

  it('are bounded, and those of one address leave room to others', async () => {
    const [flood, send] = [await senderAt('127.0.0.2'), await senderAt('127.0.0.3')];
    for (let i = 0; i < 50; i += 1) await flood(message('x'.repeat(1_000), OTHER_KEY));
    await waitFor(async () => (await refused('overflow')) > 0);
    await send(message('of another', OTHER_KEY));
    await send(message('at once'));
    await waitFor(() => texts().some((text) => text.includes('at once')));
    answer();
    await waitFor(() => texts().some((text) => text.includes('of another')));
    await waitFor(async () => (await refused('overflow')) + texts().length === 52);
  });

  it('are waited for at a stop', async () => {
    const send = await senderAt('127.0.0.2');
    await send(message('late', OTHER_KEY));
    await waitFor(async () => (await syslog.metric('gateway_syslog_held_bytes')) > 0);
    const closed = syslog.close();
    isClosed = true;
    answer();
    await closed;
    expect(texts().join()).toContain('late');
  });
});

it('GELF messages that are left unfinished keep no other address from finishing its own', async () => {
  const [flood, send] = [await senderAt('127.0.0.2'), await senderAt('127.0.0.3')];
  for (let id = 0; id < 1_030; id += 1) await flood(gelfChunksOf('ab', id, 1)[0] as Buffer);
  await waitFor(async () => (await refused('overflow')) === 6);
  for (const chunk of gelfChunksOf(message('in two'), 1, 60)) await send(chunk);
  await waitFor(() => texts().some((text) => text.includes('in two')));
});
