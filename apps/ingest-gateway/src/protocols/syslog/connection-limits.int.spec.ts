import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { createTempDir, waitFor } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { KEY } from '../../testing/start-gateway.ts';
import { startSyslog } from '../../testing/start-syslog.ts';
import type { ConnectionRefusal } from './syslog-metrics.ts';

const message = (text: string): string => `<13>1 - h app - - [redoubt@32473 key="${KEY}"] ${text}\n`;

const temp = createTempDir('syslog-limits');
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => temp.remove());

async function listen(env: Record<string, string>) {
  const { port, store, ...syslog } = await startSyslog({ SYSLOG_TCP_PORT: '0', ...env });
  closing.push(() => syslog.close());
  return {
    ...{ port, store },
    open: (localAddress = '127.0.0.1') => opened({ port: port('tcp'), localAddress }),
    texts: () => syslog.appender.textsOf(syslog.orgId).join('\n'),
    closed: (reason: ConnectionRefusal) =>
      syslog.metric(`gateway_syslog_connections_rejected_total{reason="${reason}"}`),
  };
}

async function opened(to: { port: number; localAddress: string }): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', ...to });
  socket.on('error', () => undefined).resume();
  closing.push(() => void socket.destroy());
  // One that is turned away at once is reset, perhaps before we see that it was there.
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return socket;
}

const gone = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => (socket.closed ? resolve(true) : socket.once('close', resolve)));

describe('who says nothing that is anybody’s', () => {
  it('is closed and counted; who once sent something may be silent', async () => {
    const syslog = await listen({ SYSLOG_FIRST_MESSAGE_TIMEOUT_MS: '1000' });
    const sender = await syslog.open();
    sender.write(message('first'));
    await waitFor(() => syslog.texts().includes('first'));
    const silent = await Promise.all(Array.from({ length: 5 }, () => syslog.open()));
    const keyless = await syslog.open();
    keyless.write('<13>1 - h app - - - nobody\n');
    const halfway = await syslog.open();
    halfway.write('<13>1 - h app - - ');
    await Promise.all([...silent, keyless, halfway].map(gone));
    expect(await syslog.closed('silent')).toBe(7);
    sender.write(message('second'));
    await waitFor(() => syslog.texts().includes('second'));
    expect(syslog.texts()).not.toContain('nobody');
  });

  it('is not who waits for us to find out whose its key is', async () => {
    const syslog = await listen({ SYSLOG_FIRST_MESSAGE_TIMEOUT_MS: '1000' });
    syslog.store.isAway = true;
    const sender = await syslog.open();
    sender.write(message('late'));
    await gone(await syslog.open());
    await gone(await syslog.open());
    expect(sender.closed).toBe(false);
    syslog.store.isAway = false;
    await waitFor(() => syslog.texts().includes('late'));
  });

  it('has its last words stored when they are somebody’s', async () => {
    const syslog = await listen({ SYSLOG_FIRST_MESSAGE_TIMEOUT_MS: '1000' });
    const sender = await syslog.open();
    sender.write(message('no line feed').trimEnd());
    await gone(sender);
    await waitFor(() => syslog.texts().includes('no line feed'));
  });
});

describe('one address', () => {
  const limits = { SYSLOG_MAX_CONNECTIONS: '8' };

  it('gets a quarter of the connections, others the rest, nobody more than all', async () => {
    const syslog = await listen(limits);
    const [first] = [await syslog.open('127.0.0.2'), await syslog.open('127.0.0.2')];
    await gone(await syslog.open('127.0.0.2'));
    expect(await syslog.closed('address')).toBe(1);
    const other = await syslog.open('127.0.0.3');
    other.write(message('from another'));
    await waitFor(() => syslog.texts().includes('from another'));

    first.destroy();
    await waitFor(async () => {
      const again = await syslog.open('127.0.0.2');
      again.write(message('again'));
      return waitFor(() => syslog.texts().includes('again'), { timeoutMs: 500 }).then(
        () => true,
        () => false,
      );
    });
    for (const address of ['127.0.0.3', '127.0.0.4', '127.0.0.4', '127.0.0.5', '127.0.0.5']) await syslog.open(address);
    await gone(await syslog.open('127.0.0.6'));
    expect(await syslog.closed('full')).toBe(1);
  });

  it('may be given all', async () => {
    const syslog = await listen({ SYSLOG_MAX_CONNECTIONS: '3', SYSLOG_ADDRESS_CONNECTIONS: '3' });
    for (let i = 0; i < 3; i += 1) (await syslog.open()).write(message(`number ${i}`));
    await waitFor(() => /number 0[^]*number 1[^]*number 2/.test(syslog.texts().split('\n').sort().join('\n')));
    await gone(await syslog.open());
    expect(await syslog.closed('full')).toBe(1);
  });

  it('has its connections over TLS counted before their handshake, and given back after it', async () => {
    const authority = await TestAuthority.create();
    const files = await authority.writeFiles(temp.path, 'server');
    const tls = { SYSLOG_TLS_PORT: '0', SYSLOG_TLS_CERT_FILE: files.certFile, SYSLOG_TLS_KEY_FILE: files.keyFile };
    const syslog = await listen({ ...limits, ...tls });
    const port = syslog.port('tls');
    const raw = [await opened({ port, localAddress: '127.0.0.2' }), await opened({ port, localAddress: '127.0.0.2' })];
    await gone(await opened({ port, localAddress: '127.0.0.2' }));
    expect(await syslog.closed('address')).toBe(1);
    raw[0]?.write('this is no handshake');
    raw[1]?.destroy();
    await waitFor(async () => (await syslog.closed('handshake')) === 2);

    const secure = { host: '127.0.0.1', port, localAddress: '127.0.0.2', ca: authority.caPem, servername: 'localhost' };
    const socket = connectTls(secure);
    closing.push(() => void socket.destroy());
    await once(socket, 'secureConnect');
    socket.write(message('over TLS'));
    await waitFor(() => syslog.texts().includes('over TLS'));
    await opened({ port, localAddress: '127.0.0.2' });
    await gone(await opened({ port, localAddress: '127.0.0.2' }));
    expect(await syslog.closed('address')).toBe(2);
  });
});
