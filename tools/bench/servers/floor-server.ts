import { createServer } from 'node:http';
import { connectMasters } from './connect-masters.ts';
import { FLOOR_STREAMS, floorStream } from './floor-streams.ts';

/**
 * The least a server could do and still keep events: `node:http`, JSON.parse per line, XADD of the raw bytes. No
 * authentication, no quota, no validation, no limits, no idempotency, no frames.
 *
 * Environment: PORT, REDIS_NODES (`host:port,…` of a cluster), REDIS_USERNAME, REDIS_PASSWORD.
 */
const LF = 0x0a;

const { REDIS_NODES = '', REDIS_USERNAME: username, REDIS_PASSWORD: password } = process.env;
const login = username !== undefined && password !== undefined ? { username, password } : {};
const masters = await connectMasters(REDIS_NODES.split(',')[0] ?? '', login);
const streams = Array.from({ length: FLOOR_STREAMS }, (_, index) => {
  const key = floorStream(index);
  return { key, redis: masters.of(key) };
});
let next = 0;

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    const events = parseLines(body);
    const { key, redis } = streams[next++ % FLOOR_STREAMS] as (typeof streams)[0];
    redis.xadd(key, '*', 'd', body).then(
      () => answer(202, `{"accepted":${events},"refused":0}`),
      (error: Error) => answer(500, error.message),
    );
  });
  const answer = (status: number, text: string): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  };
}).listen(Number(process.env.PORT), '127.0.0.1');

function parseLines(body: Buffer): number {
  let count = 0;
  for (let start = 0; start < body.length;) {
    const feed = body.indexOf(LF, start);
    const end = feed === -1 ? body.length : feed;
    const event: unknown = JSON.parse(body.toString('utf8', start, end));
    if (typeof event === 'object') count += 1;
    start = end + 1;
  }
  return count;
}
