import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventFields } from '@redoubt/contracts';
import { loadBuiltInPack } from './load-built-in-pack.ts';
import { type PackMatch, PackRun } from './testing/pack-run.ts';

const repository = join(import.meta.dirname, '../../..');
const sample = join(process.env.REDOUBT_SHARED ?? join(repository, '../shared'), 'samples/OpenSSH_2k.log');
const nowMs = Date.UTC(2026, 10, 21);
/** Dedup window of alerts: an episode ends this long after its last matching event. */
const EPISODE_GAP_MS = 3_600_000;

interface Parsers {
  parseLogLine(line: string, options: { nowMs: number }): EventFields | null;
}

/** The gateway's parsers, by their place: an application is no package that others may import. */
async function gatewayParsers(): Promise<Parsers> {
  const path = join(repository, 'apps/ingest-gateway/src/parsers/index.ts');
  return (await import(path)) as Parsers;
}

async function matchesOfSample(): Promise<PackMatch[]> {
  const { parseLogLine } = await gatewayParsers();
  const run = new PackRun(loadBuiltInPack());
  const lines = readFileSync(sample, 'latin1').split(/\r?\n/);
  return lines.filter((line) => line !== '').flatMap((line) => run.observe(parseLogLine(line, { nowMs }), nowMs));
}

/** Alerts as they come of matches: one per rule, group and episode. */
function episodesOf(matches: readonly PackMatch[]) {
  const open = new Map<string, { ruleId: string; subject: string; count: number; lastMs: number }>();
  const all: { ruleId: string; subject: string; count: number; lastMs: number }[] = [];
  for (const { rule, group, timeMs, addedCount } of matches) {
    const subject = Object.values(group).join();
    const known = open.get(`${rule.id} ${subject}`);
    if (known !== undefined && timeMs - known.lastMs <= EPISODE_GAP_MS) {
      known.count += addedCount;
      known.lastMs = timeMs;
    } else {
      const episode = { ruleId: rule.id, subject, count: addedCount, lastMs: timeMs };
      open.set(`${rule.id} ${subject}`, episode);
      all.push(episode);
    }
  }
  return all.map(({ ruleId, subject, count }) => [ruleId, subject, count]);
}

if (existsSync(sample)) {
  it('raises the seven brute-force alerts of the sshd sample and no others', async () => {
    const episodes = episodesOf(await matchesOfSample());
    expect(episodes).toEqual([
      ['redoubt_brute_force_source', '112.95.230.3', 26],
      ['redoubt_brute_force_source', '5.188.10.180', 18],
      ['redoubt_brute_force_source', '185.190.58.151', 17],
      ['redoubt_brute_force_source', '103.99.0.122', 30],
      ['redoubt_brute_force_source', '187.141.143.180', 80],
      ['redoubt_brute_force_source', '183.62.140.253', 286],
      ['redoubt_brute_force_source', '103.99.0.122', 16],
    ]);
  });
} else if (process.env.REDOUBT_REQUIRE_CORPUS === '1') {
  it('the sshd sample is required', () => {
    throw new Error(`REDOUBT_REQUIRE_CORPUS is set, and ${sample} is not there; REDOUBT_SHARED names its folder`);
  });
} else {
  it.todo(`the sshd sample (not there: ${sample}; set REDOUBT_SHARED)`);
}
