import dns from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ScriptedNames, waitFor } from '@redoubt/test-kit';
import { isAnswer, SinkHttp, type SinkReach } from './sink-http.ts';

const MIB = 1024 * 1024;
const endless = Buffer.alloc(64 * 1024, 'x');

/** A receiver that means ill. */
let server: Server;
let answer: RequestListener;
let paths: string[];
beforeEach(async () => {
  paths = [];
  server = createServer((request, response) => {
    paths.push(request.url ?? '');
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const url = (host = '127.0.0.1'): string => `http://${host}:${(server.address() as AddressInfo).port}/in`;

async function ask(target: string, reach: Partial<SinkReach> = {}) {
  const http = new SinkHttp({ isPrivateAllowed: true, timeoutMs: 5_000, ...reach }, { isTlsVerified: true });
  try {
    return await http.ask(target, { body: '{}', headers: {} }, new AbortController().signal);
  } finally {
    await http.close();
  }
}

describe('a receiver of a sink', () => {
  it('that never ends its answer is read no further than is of use', async () => {
    let sentBytes = 0;
    answer = (_, response) => {
      const more = (): void => {
        while (!response.destroyed) {
          sentBytes += endless.length;
          if (!response.write(endless)) return;
        }
      };
      response.on('drain', more);
      more();
    };
    expect(await ask(url())).toEqual({ status: 200, body: '' });
    // 64 KiB, and what the buffers of both sides hold.
    expect(sentBytes).toBeLessThan(7 * MIB);
    await waitFor(async () => (await connections()) === 0);
  });

  it('that answers letter by letter is given up when its time is over', async () => {
    let timer: NodeJS.Timeout | undefined;
    answer = (_, response) => {
      response.writeHead(200);
      timer = setInterval(() => response.write(' '), 20);
    };
    expect(await ask(url(), { timeoutMs: 500 })).toEqual({ kind: 'retry', detail: 'time-out' });
    clearInterval(timer);
  });

  it('that answers with headers without end is not heard', async () => {
    answer = ({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      socket.write('X-A: b\r\n'.repeat(10_000));
    };
    expect(await ask(url())).toEqual({ kind: 'retry', detail: expect.stringContaining('HEADERS_OVERFLOW') as string });
  });

  it('sends nothing elsewhere by a redirection', async () => {
    answer = (_, response) => response.writeHead(307, { location: '/elsewhere' }).end();
    const result = await ask(url());
    expect(isAnswer(result) && result.status).toBe(307);
    expect(paths).toEqual(['/in']);
  });
});

describe('a receiver whose name changes its answer', () => {
  let names: ScriptedNames;
  beforeEach(async () => {
    names = await ScriptedNames.start();
    jest.spyOn(dns, 'lookup').mockImplementation(names.lookup.bind(names) as unknown as typeof dns.lookup);
    names.answer(['127.0.0.1']);
    answer = (_, response) => response.end();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await names.close();
  });

  it('is not reached inside, unless that is allowed', async () => {
    const inner = url('rebound.example');
    expect(await ask(inner)).toMatchObject({ status: 200 });
    const refused = await ask(inner.replace('http:', 'https:'), { isPrivateAllowed: false });
    expect(refused).toEqual({ kind: 'retry', detail: expect.stringContaining('target refused: its name') as string });
    expect(await ask(inner, { isPrivateAllowed: false })).toEqual({
      ...{ kind: 'retry', detail: 'target refused: not https' },
    });
    expect(paths).toHaveLength(1);
  });
});

function connections(): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
