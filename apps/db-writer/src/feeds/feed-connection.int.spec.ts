import dns from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { ScriptedNames } from '@redoubt/test-kit';
import { FeedConnection } from './feed-connection.ts';

const MIB = 1024 * 1024;
const filling = Buffer.alloc(MIB, ' ');

/** A server of a feed that means ill. */
let server: Server;
let answer: RequestListener;
let asked: string[];
beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const url = (host = '127.0.0.1', scheme = 'http'): URL =>
  new URL(`${scheme}://${host}:${(server.address() as AddressInfo).port}/objects/`);

async function get(target: URL, { allowPrivate = true, timeoutMs = 20_000 } = {}): Promise<string> {
  const connection = new FeedConnection({ allowPrivate }, timeoutMs);
  try {
    return (await connection.get(target, { authorization: 'Bearer canary' }, new AbortController().signal)).text;
  } finally {
    await connection.close();
  }
}

/** Messages of an error and of what caused it. */
async function refusalOf(asking: Promise<string>): Promise<string> {
  const all: string[] = [];
  const error: unknown = await asking.then(
    () => new Error('it was read'),
    (thrown: unknown) => thrown,
  );
  for (let at = error as Error | undefined; at !== undefined && all.length < 5; at = at.cause as Error | undefined) {
    all.push(`${at.name} ${at.message}`);
  }
  return all.join('; ');
}

describe('the server of a feed', () => {
  it('is read when it means well', async () => {
    answer = (_, response) => response.end('{}');
    expect(await get(url())).toBe('{}');
  });

  it('that never ends its answer is read no further than 32 MiB', async () => {
    let sentBytes = 0;
    answer = (_, response) => {
      const more = (): void => {
        do sentBytes += MIB;
        while (!response.destroyed && response.write(filling));
      };
      response.on('drain', more);
      more();
    };
    expect(await refusalOf(get(url()))).toContain('the answer is larger than 33554432 bytes');
    expect(sentBytes).toBeLessThan(64 * MIB);
  });

  it('that answers with a decompression bomb is read no further than that either', async () => {
    const bomb = gzipSync(Buffer.alloc(256 * MIB), { level: 1 });
    let largestBytes = 0;
    answer = (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    };
    const timer = setInterval(() => (largestBytes = Math.max(largestBytes, process.memoryUsage().arrayBuffers)), 5);
    const beforeBytes = process.memoryUsage().arrayBuffers;
    expect(await refusalOf(get(url()))).toContain('the answer is larger than 33554432 bytes');
    clearInterval(timer);
    expect(largestBytes - beforeBytes).toBeLessThan(128 * MIB);
  });

  it('that answers letter by letter is given up when its time is over', async () => {
    let timer: NodeJS.Timeout | undefined;
    answer = (_, response) => {
      response.writeHead(200);
      timer = setInterval(() => response.write(' '), 20);
    };
    expect(await refusalOf(get(url(), { timeoutMs: 500 }))).toContain('TimeoutError');
    clearInterval(timer);
  });

  it.each([301, 302, 303, 307, 308])('sends credentials to no other by a redirection: %i', async (status) => {
    answer = (_, response) => response.writeHead(status, { location: '/elsewhere' }).end();
    expect(await refusalOf(get(url()))).toContain('redirect');
    expect(asked).toEqual(['/objects/ Bearer canary']);
  });
});

describe('a feed that may not lie inside', () => {
  const outside = { allowPrivate: false };

  it.each(['http://127.0.0.1', 'https://127.0.0.1', 'https://[::1]', 'https://169.254.169.254', 'http://feed.example'])(
    'is not asked for at %s',
    async (origin) => {
      expect(await refusalOf(get(new URL('/objects/', origin), outside))).toContain('TargetRefusedError');
    },
  );

  it('is not reached there by a name that changes its answer', async () => {
    const names = await ScriptedNames.start();
    jest.spyOn(dns, 'lookup').mockImplementation(names.lookup.bind(names) as unknown as typeof dns.lookup);
    names.answer(['127.0.0.1']);
    answer = (_, response) => response.end('{}');
    expect(await get(url('rebound.example'))).toBe('{}');
    expect(await refusalOf(get(url('rebound.example', 'https'), outside))).toContain('its name leads to an address');
    expect(asked).toHaveLength(1);
    jest.restoreAllMocks();
    await names.close();
  });
});
