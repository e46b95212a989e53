import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPack, type RulePack } from '@redoubt/sigma';

/** The rules of SigmaHQ and events they were tested with; data that is not part of the checkout. */
const FOLDER = join(process.env.REDOUBT_SHARED ?? join(import.meta.dirname, '../../../../shared'), 'sigma');

export const CORPUS_MISSING = `the SigmaHQ corpus is not there (${FOLDER}): set REDOUBT_SHARED to the folder that holds sigma/`;

export function isCorpusThere(): boolean {
  return existsSync(join(FOLDER, 'rules.jsonl'));
}

export function readCorpusPack(): RulePack {
  const lines = linesOf<{ path: string; yaml: string }>('rules.jsonl');
  const files = lines.map(({ path, yaml }) => ({ path, text: yaml }));
  return buildPack({ packId: 'sigmahq', version: '1', title: 'SigmaHQ', files });
}

/** Windows events as lines of JSON, no line twice. Each was made by what some rule looks for: heavier than usual. */
export function readWindowsLines(): string[] {
  const events = linesOf<{ event: unknown }>('oracle-all-rules.jsonl');
  return [...new Set(events.map(({ event }) => JSON.stringify(event)))];
}

function linesOf<T>(name: string): T[] {
  const lines = readFileSync(join(FOLDER, name), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}
