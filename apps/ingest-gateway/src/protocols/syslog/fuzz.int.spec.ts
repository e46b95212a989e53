import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { decodeEvent } from '@redoubt/contracts';
import { createTempDir, seededRandom, waitFor } from '@redoubt/test-kit';
import { FUZZ_SEED, fuzzInputs, mutatedBody } from '@redoubt/test-kit/fuzz';
import { messageMaker } from '../../testing/fuzz-messages.ts';
import { judgeFuzz, type FuzzResult } from '../../testing/fuzz-report.ts';
import { gelfChunksOf } from '../../testing/gelf-chunks-of.ts';
import { KEY } from '../../testing/start-gateway.ts';
import { startSyslog, type TestSyslog } from '../../testing/start-syslog.ts';
import { SyslogFramer } from './framer.ts';
import { frameOfDatagram } from './gelf-datagram.ts';
import { unframed } from './message.ts';

const inputs = fuzzInputs(2_000);
/** Messages of a connection, or datagrams on their way at once: the kernel holds no more of those. */
const AT_ONCE = 50;
const MAX_BYTES = 1_024;
jest.setTimeout(60_000 + inputs * 20);

const temp = createTempDir('syslog-fuzz');
let syslog: TestSyslog;
let sender: DatagramSocket | undefined;
beforeEach(async () => {
  const keyFile = join(temp.path, 'org.key');
  writeFileSync(keyFile, KEY);
  const ports = { SYSLOG_TCP_PORT: '0', SYSLOG_UDP_PORT: '0' };
  syslog = await startSyslog({ ...ports, SYSLOG_ORG_KEY_FILE: keyFile, SYSLOG_MAX_MESSAGE_BYTES: String(MAX_BYTES) });
});
afterEach(async () => {
  sender?.close();
  sender = undefined;
  await syslog.close();
});
afterAll(() => temp.remove());

const REFUSED = 'gateway_syslog_messages_refused_total{reason="unauthenticated"}';

/** Sends in rounds, and looks after each that every message is stored or was refused for want of a key. */
async function runRounds(
  name: string,
  isPast: (event: Record<string, unknown>) => boolean,
  sendRound: () => Promise<number>,
): Promise<void> {
  const result: FuzzResult = { inputs, past: 0, stored: 0, refused: 0, growthBytes: 0 };
  const { stored } = syslog.appender;
  let heapBytes = 0;
  for (let sent = 0; sent < inputs; sent += AT_ONCE) {
    const expected = await sendRound();
    const refused = async (): Promise<number> => (await syslog.metric(REFUSED)) - result.refused;
    await waitFor(async () => stored.length + (await refused()) >= expected, {
      intervalMs: 1,
      what: `${name} ${sent}`,
    });
    const refusedNow = await refused();
    expect(stored.length + refusedNow).toBe(expected);
    for (const { text } of stored) {
      const event = JSON.parse(text) as Record<string, unknown>;
      expect(decodeEvent(event).ok && !text.includes('\n')).toBe(true);
      if (isPast(event)) result.past += 1;
    }
    result.stored += stored.length;
    result.refused += refusedNow;
    stored.length = 0;
    if (sent < inputs / 2) heapBytes = process.memoryUsage().heapUsed;
  }
  result.growthBytes = process.memoryUsage().heapUsed - heapBytes;
  await waitFor(async () => (await syslog.metric('gateway_syslog_held_bytes')) === 0);
  await waitFor(async () => (await syslog.metric('gateway_syslog_connections')) === 0);
  judgeFuzz(name, result);
}

/** What says more than that there is a line. */
const isUnderstood = (event: Record<string, unknown>): boolean =>
  event['payload'] !== undefined || event['raw'] === undefined;

async function sendOver(socket: DatagramSocket, datagrams: readonly Buffer[]): Promise<void> {
  for (const datagram of datagrams) socket.send(datagram);
  await new Promise<void>((resolve) => socket.send(Buffer.alloc(0), () => resolve()));
}

async function connectedUdp(): Promise<DatagramSocket> {
  const socket = createSocket('udp4');
  sender = socket;
  socket.connect(syslog.port('udp'), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

const eventsOf = (datagram: Buffer): number => {
  const { data, start, end } = frameOfDatagram(datagram, MAX_BYTES);
  return unframed(data, start, end).length > 0 ? 1 : 0;
};

it(`${inputs} messages over TCP, in all framings and in broken ones, from seed ${FUZZ_SEED}`, async () => {
  const make = messageMaker(seededRandom(FUZZ_SEED));
  const framed = (bytes: Buffer, style: number): Buffer => {
    const counted = Buffer.concat([Buffer.from(`${bytes.length + (style > 1 ? style - 3 : 0)} `), bytes]);
    return style === 0 ? Buffer.concat([bytes, Buffer.from('\n')]) : counted;
  };
  await runRounds('syslog over TCP', isUnderstood, async () => {
    // Lines, counted, counted wrongly.
    const style = make.pick([0, 0, 1, 1, 2, 4]);
    const whole = Buffer.concat(Array.from({ length: AT_ONCE }, () => framed(make.message(), style)));
    const socket = connect(syslog.port('tcp'), '127.0.0.1');
    for (const chunk of make.chunks(whole)) socket.write(chunk);
    socket.end().resume();
    await once(socket, 'close');
    return messagesIn(whole);
  });
});

function messagesIn(bytes: Buffer): number {
  const framer = new SyslogFramer(MAX_BYTES);
  framer.push(bytes);
  const isMessage = ({ data, start, end }: { data: Buffer; start: number; end: number }): boolean =>
    unframed(data, start, end).length > 0;
  let messages = 0;
  for (let frame = framer.next(); frame !== null; frame = framer.next()) if (isMessage(frame)) messages += 1;
  const last = framer.end();
  return last !== null && isMessage(last) ? messages + 1 : messages;
}

it(`${inputs} messages over UDP from seed ${FUZZ_SEED}`, async () => {
  const make = messageMaker(seededRandom(FUZZ_SEED + 1));
  const socket = await connectedUdp();
  await runRounds('syslog over UDP', isUnderstood, async () => {
    const datagrams = Array.from({ length: AT_ONCE }, () => make.message());
    await sendOver(socket, datagrams);
    return datagrams.reduce((sum, datagram) => sum + eventsOf(datagram), 0);
  });
});

it(`${inputs} GELF messages, plain, compressed and in shuffled chunks, from seed ${FUZZ_SEED}`, async () => {
  const random = seededRandom(FUZZ_SEED + 2);
  const { pick } = messageMaker(random);
  const socket = await connectedUdp();
  const seeds = [
    { version: '1.1', host: 'h', short_message: 'Failed password for root', level: 4, _user: 'u', _n: 7 },
    {
      version: '1.1',
      host: 'h',
      short_message: 'm',
      full_message: 'a\nb',
      timestamp: 1763800000.5,
      _ip: '203.0.113.9',
    },
  ];
  const values = [
    '',
    '\0',
    '\ud800'.toWellFormed(),
    '"\\',
    'x'.repeat(500),
    -1,
    1e300,
    null,
    true,
    [1],
    { a: { b: 1 } },
  ];
  const names = [
    'version',
    'host',
    'level',
    'timestamp',
    'eventType',
    'severity',
    'full_message',
    '_id',
    '__proto__',
    '_',
  ];
  const next = (): Buffer => {
    const changed = { ...pick(seeds), [pick(names)]: pick(values) };
    const text = Buffer.from(JSON.stringify(changed));
    return random() < 0.5 ? mutatedBody(text, random) : text;
  };
  let id = 0;
  await runRounds(
    'GELF over UDP',
    (event) => event['short_message'] !== undefined,
    async () => {
      const datagrams: Buffer[] = [];
      let expected = 0;
      for (let i = 0; i < AT_ONCE; i += 1) {
        const text = next();
        const packed = pick([text, gzipSync(text), deflateSync(text), mutatedBody(deflateSync(text), random, 1)]);
        const isChunked = packed.length > 0 && random() < 0.3;
        datagrams.push(...(isChunked ? gelfChunksOf(packed, (id += 1), 100).sort(() => random() - 0.5) : [packed]));
        expected += eventsOf(packed);
      }
      await sendOver(socket, datagrams);
      return expected;
    },
  );
});
