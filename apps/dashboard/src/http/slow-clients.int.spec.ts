import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { waitFor } from '@redoubt/test-kit';
import { startApp, type TestApp } from '../testing/start-app.ts';

const MAX_CONNECTIONS = 4;
const HEAD = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

let app: TestApp;
beforeAll(async () => {
  const times = { HEADERS_TIMEOUT_MS: '1000', REQUEST_TIMEOUT_MS: '1500' };
  app = await startApp({ ...times, MAX_CONNECTIONS: String(MAX_CONNECTIONS) });
});
afterAll(() => app.close());

async function open(said = '', localAddress = '127.0.0.1', { url } = app): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), localAddress });
  // One that is cut off while it still talks is what these specs are about.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  if (said !== '') socket.write(said);
  return socket;
}

const drip = (socket: Socket, bit: string): NodeJS.Timeout => setInterval(() => socket.write(bit), 100);
const isAnswering = async (): Promise<boolean> =>
  fetch(`${app.url}/api/v1/openapi.json`).then(
    ({ ok }) => ok,
    () => false,
  );

describe('who is slow', () => {
  it.each([
    ['says nothing', '', ''],
    ['never ends the headers', HEAD, ''],
    ['sends headers letter by letter', HEAD, 'a'],
    ['stops in the middle of a body', `${HEAD}Content-Length: 100\r\n\r\n{"email`, ''],
    ['sends a body letter by letter', `${HEAD}Content-Length: 100000\r\n\r\n`, ' '],
    ['sends chunks letter by letter', `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
  ])('and %s is cut off with 408', async (_, said, bit) => {
    const socket = await open(said);
    const timer = bit === '' ? undefined : drip(socket, bit);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"request_timeout"/);
    clearInterval(timer);
  });

  it('keeps others out for no longer than that', async () => {
    const all = await Promise.all(Array.from({ length: MAX_CONNECTIONS }, () => open(HEAD)));
    expect(await isAnswering()).toBe(false);
    await Promise.all(all.map((socket) => text(socket)));
    await waitFor(isAnswering);
  });
});

describe('one address', () => {
  const GET = 'GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n';
  let shared: TestApp;
  const opened: Socket[] = [];
  beforeAll(async () => {
    shared = await startApp({
      ...{ MAX_CONNECTIONS: '20', ADDRESS_CONNECTIONS: '2', SHARED_ADDRESSES: 'none', TRUSTED_PROXIES: '127.0.0.4' },
    });
  });
  afterAll(async () => {
    for (const socket of opened) socket.destroy();
    await shared.close();
  });

  /** The connection is kept, as keep-alive allows. */
  async function isAnsweredTo(address: string): Promise<boolean> {
    const socket = await open(GET, address, shared);
    opened.push(socket);
    let isHeard = false;
    socket.on('data', () => (isHeard = true));
    await waitFor(() => isHeard || socket.destroyed);
    return isHeard;
  }
  const answers = async (address: string): Promise<boolean[]> => [
    ...[await isAnsweredTo(address), await isAnsweredTo(address), await isAnsweredTo(address)],
  ];

  it('that keeps connections open leaves room to others', async () => {
    expect(await answers('127.0.0.2')).toEqual([true, true, false]);
    expect(await isAnsweredTo('127.0.0.3')).toBe(true);
  });

  it('that is a trusted proxy has no share', async () => {
    expect(await answers('127.0.0.4')).toEqual([true, true, true]);
  });
});

it.each([
  ['one that is long', `X-Long: ${'a'.repeat(20_000)}\r\n`],
  ['many', Array.from({ length: 4_000 }, (_, n) => `X-${n}: a\r\n`).join('')],
  ['cookies', `Cookie: ${'a=b; '.repeat(4_000)}\r\n`],
])('headers are no more than 16 KiB: %s are refused with 431', async (_, headers) => {
  const socket = await open(`${HEAD}${headers}\r\n`);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 431 [\s\S]*"code":"headers_too_large"/);
});
