import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTempDir } from '../process/temp-dir.ts';
import { fuzzDecoder, type FuzzedDecoder } from './fuzz-decoder.ts';

// These decoders are none of the platform's.
delete process.env.FUZZ_RESULTS;

const good = { name: 'json', seeds: ['{"a":[1,2,{"b":"text"}]}'], isRefusal: (e: unknown) => e instanceof SyntaxError };
const parse = (input: Buffer): boolean => typeof JSON.parse(input.toString()) === 'object';

it('counts what is taken and refused, the same every time', async () => {
  const first = await fuzzDecoder({ ...good, decode: parse });
  expect(first.taken + first.refused).toBe(first.inputs);
  expect(first.taken).toBeGreaterThan(first.inputs / 20);
  expect(await fuzzDecoder({ ...good, decode: parse })).toMatchObject({ taken: first.taken, refused: first.refused });
});

const takesFirstAlone = (): FuzzedDecoder['decode'] => {
  let calls = 0;
  return () => (calls += 1) === 1;
};

it.each<[string, FuzzedDecoder['decode'], string]>([
  ['throws what is no refusal', (input) => parse(input) && missing(input), 'TypeError'],
  ['refuses a good input', () => false, 'refused a good input'],
  ['takes next to nothing', takesFirstAlone(), 'took only 0 of'],
  ['changes all objects', (input) => parse(input) && pollutes(), 'prototype'],
])('notices a decoder that %s', async (_, decode, message) => {
  await expect(fuzzDecoder({ ...good, decode })).rejects.toThrow(message);
  delete (Object.prototype as Record<string, unknown>)['polluted'];
});

it('keeps what came of each with commit and seed, of those that failed too', async () => {
  const temp = createTempDir('fuzz');
  const file = (process.env.FUZZ_RESULTS = join(temp.path, 'results.ndjson'));
  await fuzzDecoder({ ...good, decode: parse });
  await expect(fuzzDecoder({ ...good, decode: (input) => parse(input) && missing(input) })).rejects.toThrow();
  delete process.env.FUZZ_RESULTS;
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const [taken, failed] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(taken).toMatchObject({
    name: 'json',
    seed: expect.any(Number),
    commit: expect.stringMatching(/^[0-9a-f]{40}$|^unknown$/),
  });
  expect(taken).not.toHaveProperty('failure');
  expect(failed).toMatchObject({ name: 'json', failure: expect.stringContaining('TypeError') });
  temp.remove();
});

function missing(input: Buffer): boolean {
  if (input.length > 28) throw new TypeError('a member of nothing');
  return true;
}

function pollutes(): boolean {
  (Object.prototype as Record<string, unknown>)['polluted'] = 1;
  return true;
}
