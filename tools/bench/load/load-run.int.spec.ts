import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { numberOfId } from './event-ids.ts';
import type { LoadPlan } from './load-plan.ts';
import { LoadRun } from './load-run.ts';
import { RequestPool } from './request-pool.ts';

const TAG = 'ba00';
const PLAN: LoadPlan = {
  seed: 1,
  authorizations: ['Bearer a0', 'Bearer a1'],
  eventsPerRequest: 10,
  connections: 4,
  isKeyed: true,
  format: 'ndjson',
  tag: TAG,
};

interface Seen {
  authorization: string | undefined;
  key: string | undefined;
  ids: number[];
  times: string[];
}

let server: Server;
let seen: Seen[];
/** Decides what becomes of a request by its number; true when it was answered. */
let misbehave: (count: number, response: ServerResponse) => boolean;

beforeEach(async () => {
  seen = [];
  misbehave = () => false;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const lines = Buffer.concat(chunks).toString().split('\n');
      const events = lines.map((line) => JSON.parse(line) as { id: string; timestamp: string });
      const { authorization, 'idempotency-key': key } = request.headers;
      seen.push({
        authorization,
        key: key as string | undefined,
        ids: events.map((event) => numberOfId(TAG, event.id) ?? -1),
        times: events.map((event) => event.timestamp),
      });
      if (!misbehave(seen.length, response)) answer(response, 202, `{"accepted":${events.length},"refused":0}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function answer(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-length': text.length, ...headers });
  response.end(text);
}

async function sendAll(mostEvents: number, { isImpatient = false, isKeyed = true, lastAnswersMs = 60_000 } = {}) {
  const failures: Error[] = [];
  const port = (server.address() as AddressInfo).port;
  const onFailure = (error: Error): void => void failures.push(error);
  const options = { port, connections: 4, mostEvents, isImpatient, onFailure, lastAnswersMs };
  const run = new LoadRun(new RequestPool({ ...PLAN, isKeyed }), options);
  return { result: await run.stop(), failures };
}

/** `stop` lets only what is in flight finish: one request on each of four connections. */
const IN_FLIGHT = 40;

describe('load generator', () => {
  it('sends whole requests of different organisations whose events all have ids and times of their own', async () => {
    const { result } = await sendAll(1_000);
    expect(result).toMatchObject({ accepted: IN_FLIGHT, refused: 0, requests: 4, retries: {} });
    const ids = seen.flatMap((request) => request.ids).sort((a, b) => a - b);
    expect(ids).toEqual(Array.from({ length: IN_FLIGHT }, (_, index) => index));
    expect(new Set(seen.map((request) => request.key)).size).toBe(4);
    expect(seen.flatMap(({ times }) => times).every((time) => Math.abs(Date.parse(time) - Date.now()) < 5_000)).toBe(
      true,
    );
    for (const { authorization, ids: own } of seen) {
      const at = [0, 3, 6, 9].find((i) => result.ranges[i + 1] === own[0]) as number;
      expect(authorization).toBe(PLAN.authorizations[result.ranges[at] as number]);
    }
  });

  it('repeats a request as it was after a busy answer and after a lost connection', async () => {
    misbehave = (count, response) => {
      if (count === 1) answer(response, 503, '{}', { 'retry-after': '0' });
      else if (count === 2) response.destroy();
      return count <= 2;
    };
    const { result } = await sendAll(1_000);
    expect(result).toMatchObject({ accepted: IN_FLIGHT, requests: 4 });
    expect(Object.values(result.retries)).toEqual([1, 1]);
    for (const failed of seen.slice(0, 2)) {
      expect(seen.filter((request) => request.key === failed.key)).toHaveLength(2);
    }
  });

  it('sends a request once more, not twice, when the connection closes while it waits to be repeated', async () => {
    misbehave = (count, response) => {
      if (count === 1) answer(response, 503, '{}', { 'retry-after': '1', connection: 'close' });
      return count === 1;
    };
    const { result } = await sendAll(1_000);
    expect(result).toMatchObject({ accepted: IN_FLIGHT, requests: 4, retries: { '503': 1 } });
    expect(Object.keys(result.retries)).toHaveLength(1);
    expect(seen.filter((request) => request.key === seen[0]?.key)).toHaveLength(2);
  });

  it('gives up what nobody answers, and tells of it', async () => {
    misbehave = (count) => count === 1;
    const { result } = await sendAll(1_000, { lastAnswersMs: 1_500 });
    expect(result).toMatchObject({ accepted: 30, givenUp: 10 });
    expect(result.unanswered).toHaveLength(3);
    expect(result.unanswered[2]).toBe(10);
  });

  it.each([
    ['with a key it takes refused events for not stored', true],
    ['without one an earlier try may have stored refused events', false],
  ])('vouches for what was accepted of a request of which some was refused; %s', async (_, isKeyed) => {
    const errors = [
      { index: 0, code: 'shed' },
      { index: 9, code: 'invalid' },
    ];
    misbehave = (count, response) => {
      if (count === 1) answer(response, 202, JSON.stringify({ accepted: 8, refused: 2, errors }));
      return count === 1;
    };
    const { result } = await sendAll(1_000, { isKeyed });
    expect(result).toMatchObject({ accepted: IN_FLIGHT - 2, refused: 2, shed: 1, givenUp: 0 });
    const first = seen[0]?.ids[0] as number;
    const unanswered = [...result.unanswered].filter((_, index) => index % 3 === 1);
    expect(unanswered).toEqual(isKeyed ? [] : [first, first + 9]);
  });

  it('drops what is turned away when it is to be impatient, and sees whether it was told when to come again', async () => {
    misbehave = (count, response) => {
      if (count <= 2) answer(response, 429, '{}', count === 1 ? { 'retry-after': '1' } : {});
      return count <= 2;
    };
    const { result } = await sendAll(1_000, { isImpatient: true });
    expect(result).toMatchObject({ accepted: 20, retries: {}, turnedAway: { events: 20, unadvised: 1 } });
    expect(new Set(seen.map((request) => request.key)).size).toBe(4);
  });

  it('says so when requests are refused for good', async () => {
    misbehave = (_, response) => {
      answer(response, 401, '{"code":"unauthenticated"}');
      return true;
    };
    const { failures } = await sendAll(1_000);
    expect(failures[0]?.message).toContain('401 {"code":"unauthenticated"}');
  });

  it('sends no more than it may', async () => {
    const { result } = await sendAll(20);
    expect(result.accepted).toBe(20);
  });
});
