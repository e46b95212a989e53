import type { Database } from '@redoubt/storage';
import { findOrganization, listOrganizations, type Organization } from '@redoubt/tenancy';
import { unknownOrg } from './org-directory.ts';

/**
 * The record of an organisation.
 *
 * @throws CliError when there is none of that name or id
 */
export async function findOrg(database: Database, nameOrId: string): Promise<Organization> {
  const found = await findOrganization(database, nameOrId);
  if (found) return found;
  const names = (await allOrganizations(database)).map((org) => org.name);
  throw unknownOrg(nameOrId, names);
}

const pageSize = 500;

/** Every organisation, by name. */
export async function allOrganizations(database: Database): Promise<Organization[]> {
  const all: Organization[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await listOrganizations(database, { limit: pageSize, ...(last ? { afterId: last.id } : {}) });
    all.push(...page);
    if (page.length < pageSize) return all.sort((a, b) => a.name.localeCompare(b.name));
  }
}
