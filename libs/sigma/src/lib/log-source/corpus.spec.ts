import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent } from '@redoubt/contracts';
import { buildPack } from '../pack/build-pack.ts';
import { RuleSet } from '../rule-set/rule-set.ts';
import { matchesLogSource } from '../rule-set/log-source.ts';
import type { LogSource } from '../model/rule.ts';
import type { SigmaEvent } from '../model/sigma-event.ts';
import { toSigmaEvent } from './to-sigma-event.ts';

const shared = process.env.REDOUBT_SHARED ?? join(import.meta.dirname, '../../../../../../shared');
const folder = join(shared, 'sigma');

interface Raw {
  event_id: string;
  raw: Record<string, unknown>;
}
interface Row {
  event_id: string;
  event: Record<string, unknown>;
}
interface Case {
  id: string;
  rule_path: string;
  event: Record<string, unknown>;
  logsource: LogSource;
}

function rowsOf<T>(name: string): T[] {
  const lines = readFileSync(join(folder, name), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}

function classified(value: unknown): SigmaEvent {
  const decoded = decodeEvent(value);
  if (!decoded.ok) throw new Error(decoded.detail);
  return toSigmaEvent(value, decoded.fields);
}

if (existsSync(join(folder, 'events-raw.jsonl'))) {
  describe('Windows events of the corpus', () => {
    const raws = rowsOf<Raw>('events-raw.jsonl');
    const flat = new Map(rowsOf<Row>('oracle-all-rules.jsonl').map((row) => [row.event_id, row.event]));
    const cases = rowsOf<Case>('cases-regression.jsonl');
    const rawByText = new Map(raws.map(({ event_id, raw }) => [JSON.stringify(flat.get(event_id)), raw]));

    it('become what the oracle looked at, in their nesting and under payload', () => {
      expect(raws).toHaveLength(170);
      for (const { event_id, raw } of raws) {
        expect({ event_id, fields: classified(raw).fields }).toEqual({ event_id, fields: flat.get(event_id) });
        expect(classified({ payload: raw }).fields).toEqual(flat.get(event_id));
      }
    });

    it('belong to the log source of every rule that SigmaHQ says matches them', () => {
      expect(cases).toHaveLength(146);
      const lost = cases.filter(({ event, logsource }) => {
        const raw = rawByText.get(JSON.stringify(event));
        return raw === undefined || !matchesLogSource(logsource, classified(raw).source);
      });
      expect(lost.map(({ id }) => id)).toEqual([]);
    });

    it('reach these rules through the index, raw as they are', () => {
      const paths = new Set(cases.map(({ rule_path }) => rule_path));
      const texts = rowsOf<{ path: string; yaml: string }>('rules.jsonl').filter(({ path }) => paths.has(path));
      const files = texts.map(({ path, yaml }) => ({ path, text: yaml }));
      const pack = buildPack({ packId: 'corpus', version: '1', title: 'corpus', files });
      const set = RuleSet.fromPack(pack);
      const missed = cases.filter(({ event, rule_path }) => {
        const matches: number[] = [];
        set.match(classified(rawByText.get(JSON.stringify(event))), matches);
        return !matches.some((index) => pack.rules[index]?.path === rule_path);
      });
      expect(missed.map(({ id }) => id)).toEqual([]);
    });
  });
} else if (process.env.REDOUBT_REQUIRE_CORPUS === '1') {
  it('the Sigma corpus is required', () => {
    throw new Error(`REDOUBT_REQUIRE_CORPUS is set, and ${folder} is not there; REDOUBT_SHARED names its parent`);
  });
} else {
  it.todo(`reads the corpus at ${folder}`);
}
