import { request } from 'node:https';
import type { Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { writeFileSync } from 'node:fs';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { ConfigError } from '@redoubt/contracts';
import { createLogger } from '@redoubt/telemetry';
import { createTempDir, waitFor, type CertificateFiles } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { createWebServer } from './web-server.ts';

const temp = createTempDir('web-server');
const log = createLogger({ app: 'test', level: 'silent' });
let authority: TestAuthority;
let files: CertificateFiles;
let server: Server;

beforeAll(async () => {
  authority = await TestAuthority.create();
  files = await authority.writeFiles(temp.path, 'server');
  server = createWebServer({}, { tls: files, log });
  server.on('request', (_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  temp.remove();
});

/** Body and certificate of one request on a connection of its own. */
function ask(host = '127.0.0.1'): Promise<{ body: string; serial: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ body: string; serial: string }>();
  const { port } = server.address() as AddressInfo;
  const sent = request({ host: '127.0.0.1', port, servername: host, ca: authority.caPem, agent: false }, (response) => {
    const { serialNumber } = (response.socket as TLSSocket).getPeerCertificate();
    response.setEncoding('utf8').on('data', (body: string) => resolve({ body, serial: serialNumber }));
  });
  sent.on('error', reject).end();
  return promise;
}

describe('createWebServer with a certificate', () => {
  it('answers those who expect its name', async () => {
    expect(await ask('localhost')).toMatchObject({ body: 'hello' });
    await expect(ask('other.example')).rejects.toThrow('other.example');
  });

  it('takes a new certificate without a restart, and no half of one', async () => {
    const before = await ask('localhost');
    writeFileSync(files.certFile, 'half');
    expect(await ask('localhost')).toEqual(before);
    await authority.writeFiles(temp.path, 'server');
    await waitFor(async () => (await ask('localhost')).serial !== before.serial);
  });

  it('needs a key that belongs to the certificate', async () => {
    const other = await authority.writeFiles(temp.path, 'other');
    expect(() => createWebServer({}, { tls: { ...files, keyFile: other.keyFile }, log })).toThrow(ConfigError);
    expect(() => createWebServer({}, { tls: { ...files, keyFile: 'absent' }, log })).toThrow('absent: cannot be read');
  });
});

describe('createWebServer with shares', () => {
  const SHARED = '127.0.0.9';
  let refused: string[];
  let limited: Server;
  const opened: Socket[] = [];
  beforeEach(() => {
    refused = [];
  });
  afterEach(async () => {
    for (const socket of opened.splice(0)) socket.destroy();
    limited.closeAllConnections();
    await new Promise((resolve) => limited.close(resolve));
  });

  async function start(tls?: CertificateFiles): Promise<void> {
    const shares = {
      ...{ maxConnections: 5, maxOfAddress: 2 },
      holderOf: (address: string) => (address === SHARED ? undefined : address),
      onRefused: (bound: string) => void refused.push(bound),
    };
    limited = createWebServer({}, { tls, log, shares });
    limited.on('request', (_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => limited.listen(0, '127.0.0.1', resolve));
  }

  function open(localAddress: string, isSecure = false): Socket {
    const to = { host: '127.0.0.1', port: (limited.address() as AddressInfo).port, localAddress };
    const socket = isSecure ? connectTls({ ...to, ca: authority.caPem, servername: 'localhost' }) : connect(to);
    opened.push(socket.on('error', () => undefined).resume());
    return socket;
  }

  /** Whether a request on a connection of this address is answered. */
  function isAnswered(address: string, isSecure = false): Promise<boolean> {
    const socket = open(address, isSecure);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    socket.once('data', () => resolve(true)).once('close', () => resolve(false));
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    return promise;
  }

  it.each([
    ['HTTP', false],
    ['HTTPS', true],
  ])('keeps one address from taking the connections of all, and gives back those that end: %s', async (_, isSecure) => {
    await start(isSecure ? files : undefined);
    expect([await isAnswered('127.0.0.2', isSecure), await isAnswered('127.0.0.2', isSecure)]).toEqual([true, true]);
    expect([await isAnswered('127.0.0.2', isSecure), refused]).toEqual([false, ['address']]);
    expect(await isAnswered('127.0.0.3', isSecure)).toBe(true);
    opened[0]?.destroy();
    await waitFor(() => isAnswered('127.0.0.2', isSecure));
  });

  it('takes as many of a shared address as there are, and no more', async () => {
    await start();
    for (let i = 0; i < 5; i += 1) expect(await isAnswered(SHARED)).toBe(true);
    expect([await isAnswered('127.0.0.2'), refused]).toEqual([false, ['full']]);
  });
});
