import type { OrgId } from '@redoubt/contracts';
import { connectDatabase, migrate, searchEvents, searchPlan, type Database, type PlanScan } from '@redoubt/storage';
import { startPostgres } from '@redoubt/test-kit';
import type { Measured, SuiteResult } from '../figure.ts';
import { percentile } from '../measure/statistics.ts';
import { POSTGRES_SETTINGS } from '../platform.ts';
import { Random } from '../../traffic/random.ts';
import { loadHistory, type History } from './search-history.ts';
import type { SuiteContext } from '../suite-context.ts';

const ROWS = 5_000_000;
const TEN_MILLION = 10_000_000;
const DAY_MS = 86_400_000;
const PAGE = 50;
const ROUNDS = 3;
const NEVER_SEEN = 'never_seen';

interface Question {
  orgId: OrgId;
  type: string;
}

/** "Organisation + type + last 24 hours, first 50" over a history of two days. */
export async function runSearch(context: SuiteContext): Promise<SuiteResult> {
  const { options, onStep } = context;
  const rows = options.rows ?? (options.isQuick ? 50_000 : ROWS);
  onStep('starting postgresql');
  const postgres = await startPostgres({ settings: POSTGRES_SETTINGS });
  const database = await connectDatabase({ url: postgres.url, appName: 'redoubt-bench', statementTimeoutMs: 600_000 });
  try {
    await migrate(database);
    const loadStartedMs = performance.now();
    const history = await loadHistory(database, {
      rows,
      orgCount: options.isQuick ? 10 : 100,
      seed: options.seed,
      onStep,
    });
    const loadSeconds = (performance.now() - loadStartedMs) / 1_000;
    await database.query('ANALYZE events');
    onStep('searching');
    const { times, failures } = await askAll(database, history, options.seed);
    const roundTrip = await roundTrips(database);
    const plan = await planOf(database, history);
    const whole = plan.filter(({ index }) => index === undefined);
    if (whole.length > 0) failures.push(`a search reads without an index: ${spell(whole)}`);
    return {
      figures: [...figuresOf(times, roundTrip, rows / loadSeconds), ...figuresOfMillions(times, rows)],
      notes: [
        `${rows} rows of ${history.orgIds.length} organisations (Zipf) over two days, ${times.length} searches one after another: every organisation with every type, ` +
          `from a type that is most of the traffic to one in ${history.rareOneIn} and one that never occurs`,
        `PostgreSQL with ${Object.entries(POSTGRES_SETTINGS)
          .map(([name, value]) => `${name}=${value}`)
          .join(' ')}; as the reader's role under row security, one transaction per search`,
        `plan of a search: ${spell(plan)}`,
      ],
      failures,
    };
  } finally {
    await database.close();
    await postgres.stop();
  }
}

/** What the searches of the organisation with most events read. */
async function planOf(database: Database, { orgIds, types }: History): Promise<PlanScan[]> {
  const [orgId] = orgIds;
  if (orgId === undefined) return [];
  const fromMs = Date.now() - DAY_MS;
  const plans = await Promise.all(types.map((type) => searchPlan(database, orgId, { type, fromMs }, { limit: PAGE })));
  const filled = await database.query<{ relname: string }>(
    "SELECT relname FROM pg_class WHERE relname LIKE 'events_p%' AND pg_relation_size(oid) > 0",
  );
  const names = new Set(filled.map(({ relname }) => relname));
  // An empty day is read as a whole, which costs nothing.
  return plans.flat().filter(({ table }) => names.has(table));
}

function spell(plan: readonly PlanScan[]): string {
  const scans = plan.map(({ node, table, index }) => `${node} of ${table}${index === undefined ? '' : ` by ${index}`}`);
  return [...new Set(scans)].join(', ');
}

async function askAll(
  database: Database,
  history: History,
  seed: number,
): Promise<{ times: number[]; failures: string[] }> {
  const questions = questionsOf(history);
  const random = new Random(seed);
  const times: number[] = [];
  let wrong = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const { orgId, type } of shuffled(questions, random)) {
      const fromMs = Date.now() - DAY_MS;
      const startedMs = performance.now();
      const { events } = await searchEvents(database, orgId, { type, fromMs }, { limit: PAGE });
      times.push(performance.now() - startedMs);
      const isRight = events.every((event) => event.eventType === type && event.eventTimeMs >= fromMs);
      const expected = Math.min(PAGE, history.recentCount(orgId, type, fromMs));
      if (!isRight || events.length !== expected) wrong += 1;
    }
  }
  return { times, failures: wrong === 0 ? [] : [`${wrong} of ${times.length} searches gave a wrong page`] };
}

function questionsOf({ orgIds, types }: History): Question[] {
  return orgIds.flatMap((orgId) => [...types, NEVER_SEEN].map((type) => ({ orgId, type })));
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}

async function roundTrips(database: Database): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 300; i++) {
    const startedMs = performance.now();
    await database.query('SELECT 1');
    times.push(performance.now() - startedMs);
  }
  return times;
}

/** The same under a name of its own where the history is as long as that goal's. */
function figuresOfMillions(times: readonly number[], rows: number): Measured[] {
  if (rows < TEN_MILLION) return [];
  return [{ name: 'search_10m_p95_ms', value: percentile(times, 0.95), unit: 'ms' }];
}

function figuresOf(times: readonly number[], roundTrip: readonly number[], rowsPerSecond: number): Measured[] {
  const baseline = { name: 'SELECT 1 ms', value: percentile(roundTrip, 0.95) };
  return [
    { name: 'search_p95_ms', value: percentile(times, 0.95), unit: 'ms', baseline },
    { name: 'search_p50_ms', value: percentile(times, 0.5), unit: 'ms' },
    { name: 'search_p99_ms', value: percentile(times, 0.99), unit: 'ms' },
    { name: 'search_max_ms', value: Math.max(...times), unit: 'ms' },
    { name: 'history_rows_per_second', value: rowsPerSecond, unit: 'rows/s' },
  ];
}
