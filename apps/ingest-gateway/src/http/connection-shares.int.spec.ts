import type { Socket } from 'node:net';
import { waitFor } from '@redoubt/test-kit';
import { headOf, rawSocket } from '../testing/raw-exchange.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

let gateway: TestGateway;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway.close();
});

const start = async (sharedAddresses: string[]): Promise<void> => {
  gateway = await startGateway({ http: { maxConnections: 8, maxOfAddress: 2, sharedAddresses } });
};

/** Opens a connection and keeps it; whether it is answered there. */
async function isAnswered(address: string): Promise<boolean> {
  const body = '{"eventType":"x"}';
  const head = headOf(['Content-Type: application/json', `Content-Length: ${body.length}`]);
  const socket = await rawSocket(gateway.port, [head, body], address);
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  await waitFor(() => text.includes('202 Accepted') || socket.destroyed);
  return text !== '';
}

it('an address that keeps connections open leaves room to others', async () => {
  await start([]);
  expect([await isAnswered('127.0.0.2'), await isAnswered('127.0.0.2'), await isAnswered('127.0.0.2')]).toEqual([
    ...[true, true, false],
  ]);
  expect(await gateway.metrics.read('gateway_connections_refused_total', { bound: 'address' })).toBe(1);
  expect(await isAnswered('127.0.0.3')).toBe(true);
});

it('an address that stands for many has no share', async () => {
  await start(['127.0.0.2/31']);
  for (let i = 0; i < 4; i += 1) expect(await isAnswered('127.0.0.2')).toBe(true);
});
