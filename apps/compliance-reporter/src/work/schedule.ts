import type { Clock } from '@redoubt/contracts';
import { askCompliance, forgetRuns, type Database } from '@redoubt/storage';
import { listOrganizations } from '@redoubt/tenancy';
import type { ScheduleConfig } from '../config.ts';

const DAY_MS = 86_400_000;
const FORGET_EVERY_MS = 6 * 3_600_000;
const BY = 'schedule';

/** A period that has ended, with the name that its reports are asked for once under. */
export interface Period {
  name: string;
  /** Epoch ms, UTC days; the end is not part of it. */
  fromMs: number;
  toMs: number;
}

/** The newest period that is over: yesterday, the last whole week from Monday, the month before this one. */
export function lastPeriod(kind: 'daily' | 'weekly' | 'monthly', nowMs: number): Period {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  if (kind === 'daily') return named(kind, today - DAY_MS, today);
  if (kind === 'weekly') {
    const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY_MS;
    return named(kind, monday - 7 * DAY_MS, monday);
  }
  const now = new Date(nowMs);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return named(kind, Date.UTC(year, month - 1, 1), Date.UTC(year, month, 1));
}

function named(kind: string, fromMs: number, toMs: number): Period {
  return { name: `${kind}:${new Date(fromMs).toISOString().slice(0, 10)}`, fromMs, toMs };
}

/** Asks for what is due, once, whichever instance comes first; an instance that was away catches up with the last one. */
export class Schedule {
  readonly #deps: { database: Database; clock: Clock };
  readonly #config: ScheduleConfig;
  readonly #asked = new Set<string>();
  #forgottenAtMs = -Infinity;

  constructor(deps: { database: Database; clock: Clock }, config: ScheduleConfig) {
    this.#deps = deps;
    this.#config = config;
  }

  /** @throws RetryableError when PostgreSQL is away; tried again at the next look */
  async look(): Promise<void> {
    const { clock } = this.#deps;
    const { runIntervalMs, reports } = this.#config;
    const [nowMs, scopes] = [clock.now(), await this.#scopes()];
    if (runIntervalMs > 0) {
      const slot = new Date(Math.floor(nowMs / runIntervalMs) * runIntervalMs).toISOString();
      for (const orgId of scopes) await this.#ask(`run:${orgId ?? 'platform'}:${slot}`, 'run', orgId, {});
    }
    if (reports !== 'off') {
      const period = lastPeriod(reports, nowMs);
      for (const orgId of scopes) await this.#askReports(period, orgId);
    }
    await this.#forget(nowMs);
  }

  async #askReports({ name, fromMs, toMs }: Period, orgId: string | null): Promise<void> {
    const { frameworks, formats, recipients, isAttached } = this.#config;
    // Mail goes to operators; members of an organisation find its reports in the page.
    const to = orgId === null ? recipients : [];
    for (const framework of frameworks) {
      const args = { framework, fromMs, toMs, isFresh: false, formats, recipients: to, isAttached };
      await this.#ask(`report:${orgId ?? 'platform'}:${framework}:${name}`, 'report', orgId, args);
    }
  }

  async #ask(
    requestKey: string,
    kind: 'run' | 'report',
    orgId: string | null,
    args: Record<string, unknown>,
  ): Promise<void> {
    if (this.#asked.has(requestKey)) return;
    await askCompliance(this.#deps.database, { kind, orgId, args, requestedBy: BY, requestKey });
    if (this.#asked.size > 10_000) this.#asked.clear();
    this.#asked.add(requestKey);
  }

  /** The installation, and organisations that want to be part of it. */
  async #scopes(): Promise<(string | null)[]> {
    const organizations = await listOrganizations(this.#deps.database);
    const wanting = organizations.filter(
      ({ features, state }) => state === 'active' && features.compliance_monitoring === true,
    );
    return [null, ...wanting.map(({ id }) => id)];
  }

  async #forget(nowMs: number): Promise<void> {
    if (nowMs - this.#forgottenAtMs < FORGET_EVERY_MS) return;
    await forgetRuns(this.#deps.database, nowMs - this.#config.retentionMs);
    this.#forgottenAtMs = nowMs;
  }
}
