import { deflateSync, gzipSync } from 'node:zlib';
import { seededRandom } from '@redoubt/test-kit';
import { FUZZ_SEED, fuzzInputs } from '@redoubt/test-kit/fuzz';
import { gelfChunksOf } from '../../testing/gelf-chunks-of.ts';
import { GelfChunks, isGelfChunk } from './gelf-chunks.ts';
import { frameOfDatagram } from './gelf-datagram.ts';

const inputs = fuzzInputs(2_000);
const seed = FUZZ_SEED;
jest.setTimeout(60_000 + inputs * 20);

function stage() {
  const clock = { nowMs: 0, monotonicMs: () => clock.nowMs };
  const lost: string[] = [];
  const chunks = new GelfChunks(clock, (reason) => lost.push(reason), 1_000_000);
  const addAll = (datagrams: readonly Buffer[], sender = 'a'): (string | undefined)[] =>
    datagrams.map((datagram) => chunks.add(datagram, sender)?.toString());
  return { clock, lost, chunks, addAll };
}

describe('chunks', () => {
  it('make a message in any order, once, however often one comes', () => {
    const { chunks, addAll, lost } = stage();
    const parts = gelfChunksOf('hello world', 1, 3);
    expect(addAll([...parts.slice(1), ...parts.slice(1)].reverse())).not.toContain('hello world');
    expect(addAll(parts.slice(0, 1))).toEqual(['hello world']);
    expect(chunks).toMatchObject({ heldBytes: 0, isEmpty: true });
    expect(lost).toEqual([]);
  });

  it('of different senders are apart, and those that do not belong together change nothing', () => {
    const { addAll } = stage();
    const parts = gelfChunksOf('abcdef', 1, 3);
    addAll(parts.slice(0, 1), 'a');
    expect(addAll(parts.slice(1), 'b')).toEqual([undefined]);
    expect(addAll(gelfChunksOf('abcdef', 1, 2).slice(1))).toEqual([undefined]);
    expect(addAll(parts.slice(1), 'a')).toEqual(['abcdef']);
  });

  it('are given up after five seconds, counted once', () => {
    const { addAll, clock, chunks, lost } = stage();
    const parts = gelfChunksOf('x'.repeat(100), 1, 10);
    addAll(parts.slice(1));
    clock.nowMs = 4_999;
    chunks.dropOverdue();
    expect([lost, chunks.heldBytes]).toEqual([[], 90]);
    clock.nowMs = 5_000;
    expect(addAll(parts.slice(0, 1))).toEqual([undefined]);
    expect([lost, chunks.heldBytes]).toEqual([['incomplete'], 10]);
  });

  it('of more than 1,024 messages are not kept: the oldest of who has most are given up', () => {
    const { addAll, lost, chunks } = stage();
    const parts = (id: number): Buffer[] => gelfChunksOf('ab', id, 1);
    addAll(parts(1).slice(1), '203.0.113.1');
    for (let id = 0; id < 1_023; id += 1) addAll(parts(id).slice(1), '203.0.113.2');
    expect(lost).toEqual([]);
    addAll(parts(1).slice(1), '203.0.113.3');
    addAll(parts(2_000).slice(1), '203.0.113.2');
    expect(lost).toEqual(['overflow', 'overflow']);
    expect(addAll(parts(1).slice(0, 1), '203.0.113.1')).toEqual(['ab']);
    expect(addAll(parts(1).slice(0, 1), '203.0.113.3')).toEqual(['ab']);
    expect(addAll(parts(1_022).slice(0, 1), '203.0.113.2')).toEqual(['ab']);
    chunks.clear();
    expect([lost.length, chunks.heldBytes, chunks.isEmpty]).toEqual([1_023, 0, true]);
  });

  it('hold no more bytes than they may: the oldest of who has most are given up', () => {
    const { addAll, lost, chunks } = stage();
    const large = (id: number): Buffer[] => gelfChunksOf('x'.repeat(80_000), id, 40_000);
    addAll(large(1).slice(1), '203.0.113.1');
    for (let id = 0; id < 100; id += 1) addAll(large(id).slice(1), '203.0.113.2');
    expect([lost.length, chunks.heldBytes]).toEqual([76, 1_000_000]);
    expect(addAll(large(1).slice(0, 1), '203.0.113.1')[0]).toHaveLength(80_000);
  });

  it.each([
    ['no chunks', [0, 0]],
    ['more than 128', [0, 129]],
    ['a number beyond the last', [2, 2]],
  ])('with a head that says %s are none', (_name, [number = 0, count = 0]) => {
    const datagram = Buffer.from([0x1e, 0x0f, 1, 2, 3, 4, 5, 6, 7, 8, number, count, 0x61]);
    expect(isGelfChunk(datagram)).toBe(false);
    expect(isGelfChunk(datagram.subarray(0, 11))).toBe(false);
  });
});

describe('datagrams', () => {
  const text = '{"short_message":"hello"}';
  const read = (datagram: Buffer, maxBytes = 1_000) => {
    const { data, start, end, fault } = frameOfDatagram(datagram, maxBytes);
    return { bytes: data.subarray(start, end), fault };
  };

  it.each([
    ['as they are', Buffer.from(text)],
    ['gzip', gzipSync(text)],
    ['zlib', deflateSync(text)],
    ['zlib, best', deflateSync(text, { level: 9 })],
  ])('are read: %s', (_name, datagram) => {
    expect(read(datagram)).toEqual({ bytes: Buffer.from(text), fault: undefined });
  });

  it('are kept as they came when they are damaged or only look compressed', () => {
    for (const datagram of [gzipSync(text).subarray(0, 20), Buffer.from('x^ marks the spot')])
      expect(read(datagram)).toEqual({ bytes: datagram, fault: undefined });
  });

  it('that would become too long are kept as they came, and said to be oversize', () => {
    const bomb = gzipSync('x'.repeat(100_000));
    expect(read(bomb)).toEqual({ bytes: bomb, fault: 'oversize' });
    expect(read(Buffer.from('abcdef'), 4)).toEqual({ bytes: Buffer.from('abcd'), fault: 'oversize' });
  });
});

it(`${inputs} messages in shuffled, doubled and lost chunks come out whole or are counted, from seed ${seed}`, () => {
  const random = seededRandom(seed);
  const { clock, chunks, lost } = stage();
  let [whole, started] = [0, 0];
  for (let i = 0; i < inputs; i += 1) {
    const text = `${i} `.repeat(1 + Math.floor(random() * 40));
    const parts = gelfChunksOf(text, i, 1 + Math.floor(random() * 20)).filter(() => random() > 0.02);
    const sent = [...parts, ...parts.filter(() => random() < 0.1)].sort(() => random() - 0.5);
    const got = sent.flatMap((datagram) => chunks.add(datagram, 'a')?.toString() ?? []);
    if (parts.length > 0) started += 1;
    for (const one of got.slice(0, 1)) expect(one).toBe(text);
    whole += Math.min(got.length, 1);
    // A chunk that comes again after its message is whole begins a message of its own, which is given up.
    chunks.clear();
    clock.nowMs += 1;
  }
  expect(whole / inputs).toBeGreaterThan(0.3);
  expect(whole + lost.length).toBeGreaterThanOrEqual(started);
  expect(chunks).toMatchObject({ heldBytes: 0, isEmpty: true });
});
