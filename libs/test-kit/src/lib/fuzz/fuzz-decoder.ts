import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { seededRandom } from '../seeded-random.ts';
import { FUZZ_SEED, fuzzInputs } from './fuzz-inputs.ts';
import { recordResult, type FuzzedDecoderResult } from './fuzz-results.ts';
import { mutatedBody } from './mutated-body.ts';

/** A reader of text or bytes from outside, and what may come of it. */
export interface FuzzedDecoder {
  /** In the list of what is fuzzed. */
  name: string;
  /** Good inputs, which others are made from; each has to be taken as it is. */
  seeds: readonly (string | Buffer)[];
  /**
   * Reads one.
   *
   * @returns false for what it refuses
   * @throws Error  of another kind than `isRefusal`, or when what was read is not what was written
   */
  decode: (input: Buffer) => boolean;
  /** Errors by which it refuses; without it, it may throw none. */
  isRefusal?: (error: unknown) => boolean;
  /** Of mutations, those that change one byte for another; more where lengths stand before what they count. */
  flips?: number;
  /** Least share of inputs that is taken; less, and inputs do not come past the first look. */
  leastTaken?: number;
}

const USUAL_INPUTS = 1_000;
const DEFAULT_LEAST_TAKEN = 0.02;
/** For inputs of a few kilobytes; a pause of the machine is shorter. */
const MAX_MS = 5_000;
const INPUTS_PER_TURN = 500;
/** Of a test that feeds a decoder, on a machine that does much else; a run with many inputs takes minutes. */
jest.setTimeout(Math.max(60_000, fuzzInputs(USUAL_INPUTS) * 20));

const MAX_GROWTH_BYTES = 32 * 1024 * 1024;

/**
 * Feeds a decoder its seeds and many inputs made from them, the same for the same `FUZZ_SEED`. With `FUZZ_RESULTS` what
 * came of it is added to that file, a failure too.
 *
 * @throws Error  an input was not read and not refused, took too long, changed what all objects have, or memory grew
 */
export async function fuzzDecoder(decoder: FuzzedDecoder): Promise<FuzzedDecoderResult> {
  const inputs = fuzzInputs(USUAL_INPUTS);
  const result = { name: decoder.name, inputs, taken: 0, refused: 0, slowestMs: 0, growthBytes: 0 };
  try {
    await feed(decoder, result);
  } catch (error) {
    recordResult(result, error as Error);
    throw error;
  }
  recordResult(result);
  return result;
}

/** Counts in `result`. */
async function feed(decoder: FuzzedDecoder, result: FuzzedDecoderResult): Promise<void> {
  const { name, seeds, flips, leastTaken = DEFAULT_LEAST_TAKEN } = decoder;
  const { inputs } = result;
  const random = seededRandom(FUZZ_SEED);
  const bodies = seeds.map((seed) => Buffer.from(seed));
  for (const body of bodies) if (!isTaken(decoder, body)) throw failed(name, body, 'refused a good input');
  let heapBytes = await keptBytes();
  for (let i = 0; i < inputs; i++) {
    const seed = bodies[Math.floor(random() * bodies.length)] as Buffer;
    const input = mutatedBody(seed, random, flips);
    const startedMs = performance.now();
    if (isTaken(decoder, input)) result.taken += 1;
    else result.refused += 1;
    const tookMs = performance.now() - startedMs;
    if (tookMs > MAX_MS) throw failed(name, input, `took ${Math.round(tookMs)} ms`);
    result.slowestMs = Math.max(result.slowestMs, Math.ceil(tookMs));
    if (hasPollution()) throw failed(name, input, 'changed the prototype of all objects');
    // Decompressors that failed are let go of in a turn of their own.
    if (i % INPUTS_PER_TURN === 0) await nextTurn();
    if (i === Math.floor(inputs / 2)) heapBytes = await keptBytes();
  }
  result.growthBytes = Math.max(0, (await keptBytes()) - heapBytes);
  if (result.growthBytes > MAX_GROWTH_BYTES) throw new Error(`${name} kept ${result.growthBytes} bytes`);
  if (result.taken / inputs < leastTaken) throw new Error(`${name} took only ${result.taken} of ${inputs} inputs`);
}

function isTaken({ name, decode, isRefusal }: FuzzedDecoder, input: Buffer): boolean {
  try {
    return decode(Buffer.from(input));
  } catch (error) {
    if (isRefusal?.(error)) return false;
    throw failed(name, input, String(error), error);
  }
}

function hasPollution(): boolean {
  for (const _ in {}) return true;
  return false;
}

/** What is held after everything that nobody needs was collected; what libraries let go of in the next turn, too. */
async function keptBytes(): Promise<number> {
  await nextTurn();
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** The input in a form that can be put into a test. */
function failed(name: string, input: Buffer, what: string, cause?: unknown): Error {
  return new Error(`${name} ${what}; input in base64: ${input.toString('base64')}`, { cause });
}
