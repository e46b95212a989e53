import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createTempDir } from '@redoubt/test-kit';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { request } from 'undici';
import { createGatewayAgent } from './gateway-agent.ts';

const temp = createTempDir('gateway-agent');
const defaults = getCACertificates('default');
const servers: Server[] = [];

afterAll(async () => {
  setDefaultCACertificates(defaults);
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  temp.remove();
});

/** A gateway whose certificate is of an authority. */
async function serve(authority: TestAuthority, name: string): Promise<string> {
  const files = await authority.writeFiles(temp.path, `gateway-${name}`);
  const server = createServer({ cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) }, (_, reply) =>
    reply.end(),
  );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('a CA of its own is trusted beside those of the system, and no other', async () => {
  const [system, own, foreign] = await Promise.all(
    ['system', 'own', 'foreign'].map((name) => TestAuthority.create(name)),
  );
  setDefaultCACertificates([...defaults, system?.caPem ?? '']);
  const agent = createGatewayAgent(own?.caPem);
  const statusOf = async (authority: TestAuthority | undefined, name: string): Promise<number> => {
    const { statusCode, body } = await request(await serve(authority as TestAuthority, name), { dispatcher: agent });
    await body.dump();
    return statusCode;
  };
  expect(await statusOf(own, 'own')).toBe(200);
  expect(await statusOf(system, 'system')).toBe(200);
  await expect(statusOf(foreign, 'foreign')).rejects.toThrow(/unable to verify|self-signed/);
  await agent.close();
});
