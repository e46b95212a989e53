import { chmodSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createTempDir, waitFor } from '@redoubt/test-kit';
import { connectControl, ensureDemoOrg, type Control } from '@redoubt/tools/dev/demo-org.ts';
import { Stack } from '@redoubt/tools/dev/stack.ts';
import { countStored } from '@redoubt/tools/dev/stored-count.ts';
import { GatewayClient } from '@redoubt/tools/traffic/gateway-client.ts';
import { ROOT } from './run-tool.ts';

jest.setTimeout(180_000);

describe('everything on TLS', () => {
  const temp = createTempDir('tls-e2e');
  chmodSync(temp.path, 0o755);
  const stack = new Stack({ root: ROOT, logDir: join(temp.path, 'logs'), isTls: true, redis: { replicas: 1 } });
  let control: Control;

  beforeAll(async () => {
    await stack.startServers();
    control = await connectControl(stack);
  });
  afterAll(async () => {
    await control.close();
    await stack.stop();
    temp.remove();
  });

  it('takes events over HTTPS and stores them', async () => {
    const demo = await ensureDemoOrg(control, 'acme');
    await stack.startApps();
    expect([stack.gatewayUrl, stack.dashboardUrl].map((url) => new URL(url).protocol)).toEqual(['https:', 'https:']);
    const gateway = new GatewayClient({ url: stack.gatewayUrl, apiKey: demo.apiKey });
    const event = { eventType: 'failed_login', severity: 'medium', sourceIp: '198.51.100.7' };
    const items = Array.from({ length: 100 }, () => ({ kind: 'event' as const, body: JSON.stringify(event) }));
    expect((await gateway.send(items)).accepted).toBe(100);
    await waitFor(async () => (await countStored(control, demo.organization.id)) === 100, { timeoutMs: 60_000 });
    expect((await fetch(`${stack.dashboardUrl}/api/v1/auth/options`)).status).toBe(200);
  });

  it('answers nobody in the clear', async () => {
    const [node] = stack.redisNodes.split(',');
    for (const address of [String(node), new URL(stack.gatewayUrl).host, new URL(stack.dashboardUrl).host]) {
      expect(await answerInTheClear(address)).not.toMatch(/PONG|HTTP\/1\.1 200/);
    }
  });
});

/** What comes back to a client that does not encrypt, until the server ends the connection. */
function answerInTheClear(address: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let answer = '';
  const cut = address.lastIndexOf(':');
  const socket = connect(Number(address.slice(cut + 1)), address.slice(0, cut), () =>
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\nPING\r\n'),
  );
  socket.setEncoding('latin1').on('data', (data) => (answer += String(data)));
  socket.on('error', () => resolve(answer)).on('close', () => resolve(answer));
  return promise;
}
