import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { addressFinder } from './address-finder.ts';
import { clientAddress } from './client-address.ts';

const trustedProxies = ['127.0.0.1', '10.0.0.0/8'];
let server: Server;
beforeAll(async () => {
  const addressOf = addressFinder(trustedProxies);
  const app = express().set('trust proxy', trustedProxies);
  app.use((request, response) => void response.json([addressOf(request), clientAddress(request)]));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it.each([
  [undefined, '127.0.0.1'],
  ['203.0.113.9', '203.0.113.9'],
  ['198.51.100.1, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
  ['10.1.1.1,10.1.2.3', '10.1.1.1'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['198.51.100.1, 2001:db8::7', '2001:db8::7'],
])('finds whose a request is as express does: %j', async (said, address) => {
  const { port } = server.address() as AddressInfo;
  const headers: Record<string, string> = said === undefined ? {} : { 'x-forwarded-for': said };
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers });
  expect(await response.json()).toEqual([address, address]);
});
