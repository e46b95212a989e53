import { request } from 'node:https';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';
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
