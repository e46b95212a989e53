import { toError, type Command, type OrgId } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import { appendRecords } from '@redoubt/stream';
import type { RulebookDeps } from '../rulebook-deps.ts';
import { projectPacks, releasePacks } from './project-packs.ts';
import { projectSettings } from './project-settings.ts';
import { readSettingsState, type PendingChange, type SettingsState } from './settings-state.ts';

export interface RelayReport {
  /** Organisations whose changes are in Redis now. */
  relayed: OrgId[];
  /** Organisations that could not be served, and why; their changes wait. */
  failed: { orgId: OrgId; error: Error }[];
}

export interface RelayOptions {
  orgId?: OrgId;
  limit?: number;
  except?: readonly OrgId[];
}

/** Organisations served at the same time. */
const PARALLEL = 4;

/**
 * Brings changes of rules and settings from PostgreSQL to Redis: the organisation's state as it is now, then a
 * `settings.changed` command so that alert-engine reads it at once, then the outbox rows go.
 *
 * Holds no lock. What is written is the whole state with its version, so a late writer changes nothing, a repeated one
 * nothing more, and two at once do the work twice; an organisation's changes are seen in their order. Those that fail
 * stay in the outbox and do not hold up other organisations.
 *
 * @param options  `orgId`: this organisation alone; `limit`: most organisations of one call, longest waiting first;
 *   `except`: organisations to leave out this time
 * @throws RetryableError when PostgreSQL is away
 */
export async function relayOutbox(deps: RulebookDeps, options: RelayOptions = {}): Promise<RelayReport> {
  const waiting = await findWaiting(deps.database, options);
  const report: RelayReport = { relayed: [], failed: [] };
  const serve = async (): Promise<void> => {
    for (let orgId = waiting.shift(); orgId !== undefined; orgId = waiting.shift()) {
      try {
        await relayOrganization(deps, orgId);
        report.relayed.push(orgId);
      } catch (error) {
        report.failed.push({ orgId, error: toError(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, serve));
  return report;
}

async function findWaiting(database: Database, options: RelayOptions): Promise<OrgId[]> {
  const rows = await database.query<{ org_id: OrgId }>(
    `SELECT org_id FROM outbox WHERE ($1::uuid IS NULL OR org_id = $1) AND org_id <> ALL ($2::uuid[])
     GROUP BY org_id ORDER BY min(id) LIMIT $3`,
    [options.orgId ?? null, options.except ?? [], options.limit ?? 100],
  );
  return rows.map((row) => row.org_id);
}

async function relayOrganization(deps: RulebookDeps, orgId: OrgId): Promise<void> {
  const state = await readSettingsState(deps.database, orgId);
  if (!state) return;
  await projectState(deps, state);
  if (state.pending) await announce(deps, orgId, state.pending);
  // Changes of an organisation commit in the order of their versions, so none at or below this one is still to come.
  await deps.database.query('DELETE FROM outbox WHERE org_id = $1 AND version <= $2', [orgId, state.version]);
}

/** Packs before the rules that name them; packs that are no longer named afterwards. */
export async function projectState(
  deps: RulebookDeps,
  state: SettingsState,
  options: { isForced?: boolean } = {},
): Promise<void> {
  await projectPacks(deps, state.orgId, state.rules.packs);
  const replaced = await projectSettings(deps.redis, state, options);
  const names = new Set(state.rules.packs.map((pack) => `${pack.packId} ${pack.version}`));
  await releasePacks(
    deps,
    replaced.packs.filter((pack) => !names.has(`${pack.packId} ${pack.version}`)),
  );
}

async function announce(deps: RulebookDeps, orgId: OrgId, change: PendingChange): Promise<void> {
  const { commandId, actor, atMs } = change;
  const command: Command = { type: 'settings.changed', commandId, actor, atMs };
  await appendRecords(deps.redis, orgId, 'c', [Buffer.from(JSON.stringify(command))], { batchId: commandId });
}

/** What waits to be relayed: changes, and the age of the oldest in ms (0 when none waits). */
export async function readOutboxState(database: Database): Promise<{ changes: number; oldestAgeMs: number }> {
  const [row] = await database.query<{ changes: number; age_s: number | null }>(
    'SELECT count(*)::int AS changes, extract(epoch FROM now() - min(created_at))::float8 AS age_s FROM outbox',
  );
  return { changes: row?.changes ?? 0, oldestAgeMs: Math.max(0, (row?.age_s ?? 0) * 1_000) };
}
