import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { z } from 'zod';
import { seedDone, type SeedDone } from './seeds-done.ts';

const LINE_BREAK = '\n'.charCodeAt(0);

const seedBegun = z.object({
  begun: z.literal(true),
  ...{ seed: z.number(), commit: z.string(), isQuick: z.boolean(), isTls: z.boolean() },
});

/** A seed that was begun: what stands in a file before it ends, and stays there. */
export type SeedBegun = z.infer<typeof seedBegun>;

/** Every seed of a file that ended, in the order in which they did; a seed may stand there for several commits. */
export function readSeeds(file: string | undefined): SeedDone[] {
  return readLines(file).filter((line) => 'plan' in line);
}

/** Every attempt of a file that was begun and did not come to an end, red or green: its run was killed. */
export function readUnfinished(file: string | undefined): SeedBegun[] {
  const open = new Map<number, SeedBegun>();
  const unfinished: SeedBegun[] = [];
  for (const line of readLines(file)) {
    const before = open.get(line.seed);
    open.delete(line.seed);
    if (!('begun' in line)) continue;
    if (before !== undefined) unfinished.push(before);
    open.set(line.seed, line);
  }
  return [...unfinished, ...open.values()];
}

/** Adds a line; what a run that was killed left of its last one goes. */
export function appendSeed(file: string | undefined, line: SeedDone | SeedBegun): void {
  if (file === undefined) return;
  if (existsSync(file)) {
    const bytes = readFileSync(file);
    const end = bytes.lastIndexOf(LINE_BREAK) + 1;
    const tail = bytes.subarray(end).toString('utf8');
    if (isJson(tail)) appendFileSync(file, '\n');
    else truncateSync(file, end);
  }
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** @throws Error  a line is none of a seed, and is not the end of a file that was cut short */
function readLines(file: string | undefined): (SeedDone | SeedBegun)[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  const tail = lines.pop() ?? '';
  const whole = isJson(tail) ? [...lines, tail] : lines;
  return whole.filter((line) => line !== '').map((line) => z.union([seedBegun, seedDone]).parse(JSON.parse(line)));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
