import type { Alert, AlertStatus, OrgId } from '@redoubt/contracts';
import { getAlert, listAlerts, type Database } from '@redoubt/storage';
import { usageError } from '../command/cli-error.ts';
import { argument, asInteger, flag, offSwitch, option } from '../command/inputs.ts';
import { requiredOrgOption } from '../orgs/org-option.ts';
import { actorOption } from './actor.ts';
import { asCaseIds, resolveIds } from './case-id.ts';
import { asStatuses, filterOptions, filtersOf, isFiltered, type GivenFilters } from './filters.ts';

const mostAtOnce = 1_000;
const listPage = 500;

/** Which alerts a command works on: some by id, or those that fit filters. */
export const chosenArgs = {
  ids: argument(
    '[ids...]',
    'the alerts, by id or its first digits; without any, those that fit the filters',
    asCaseIds,
  ),
};

/** Options of every command that asks something of alerts. */
export const askOptions = {
  org: requiredOrgOption,
  ...filterOptions,
  status: option(
    '--status <statuses>',
    'with filters: open, all, or some statuses (default: those it makes sense for)',
    asStatuses,
  ),
  limit: option(
    '--limit <n>',
    `with filters: most to work on, up to ${mostAtOnce}`,
    asInteger({ min: 1, max: mostAtOnce }),
    {
      defaultValue: 100,
    },
  ),
  dryRun: flag('--dry-run', 'show what would happen and do nothing'),
  yes: flag('--yes', 'with filters: do it without asking'),
  actor: actorOption,
  wait: offSwitch('--no-wait', 'do not wait until alert-engine has done it'),
};

/** What of the options says which alerts are meant. */
export interface Choice extends GivenFilters {
  ids: readonly string[] | undefined;
  status: readonly AlertStatus[] | undefined;
  limit: number;
}

export interface ChosenAlerts {
  alerts: Alert[];
  isMore: boolean;
  /** Chosen by filters, so that a person should see them before anything is done. */
  isByFilter: boolean;
}

/** @throws CliError when nothing was chosen, or in two ways at once */
export async function chooseAlerts(
  database: Database,
  orgId: OrgId,
  choice: Choice,
  usualStatuses: readonly AlertStatus[],
): Promise<ChosenAlerts> {
  const { ids = [], status, limit } = choice;
  const hasFilters = isFiltered(choice) || status !== undefined;
  if (ids.length > 0) {
    if (hasFilters) throw usageError('ids and filters exclude each other');
    return { alerts: await byIds(database, orgId, ids), isMore: false, isByFilter: false };
  }
  if (!hasFilters)
    throw usageError(
      'say which alerts: ids, or filters such as --rule or --source-ip',
      'redoubt alerts list --org <org> shows them',
    );
  const { alerts, isMore } = await byFilters(database, orgId, choice, status ?? usualStatuses, limit);
  return { alerts, isMore, isByFilter: true };
}

async function byIds(database: Database, orgId: OrgId, typed: readonly string[]): Promise<Alert[]> {
  if (typed.length > mostAtOnce) throw usageError(`at most ${mostAtOnce} alerts at once`);
  const alerts: Alert[] = [];
  for (const id of await resolveIds(database, orgId, 'alerts', typed)) {
    const found = await getAlert(database, orgId, id, { historyLimit: 0 });
    if (found) alerts.push(found.alert);
  }
  return alerts;
}

async function byFilters(
  database: Database,
  orgId: OrgId,
  given: GivenFilters,
  statuses: readonly AlertStatus[],
  limit: number,
): Promise<{ alerts: Alert[]; isMore: boolean }> {
  const alerts: Alert[] = [];
  let cursor: string | undefined;
  do {
    const size = Math.min(listPage, limit - alerts.length);
    const options = { limit: size, ...(cursor === undefined ? {} : { cursor }) };
    const page = await listAlerts(database, orgId, { ...filtersOf(given), statuses }, options);
    alerts.push(...page.alerts);
    cursor = page.nextCursor;
  } while (cursor !== undefined && alerts.length < limit);
  return { alerts, isMore: cursor !== undefined };
}
