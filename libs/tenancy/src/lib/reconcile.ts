import type { OrgId } from '@redoubt/contracts';
import { readProjectableKeys } from './api-key-records.ts';
import type { Organization } from './organization.ts';
import { listOrganizations } from './organization-records.ts';
import { completeProvisioning } from './organizations.ts';
import { projectApiKeys } from './projection.ts';
import type { TenancyDeps } from './tenancy-deps.ts';

const PAGE = 200;

/**
 * Rebuilds everything that Redis holds of organisations and keys from PostgreSQL: groups, registry, settings, keys;
 * finishes interrupted provisioning. For use after Redis lost data, and safe at any time: it adds and corrects, and
 * never removes what PostgreSQL does not know (an empty database must not shut every tenant out).
 *
 * @param prepare called for each organisation before services find it and before its keys let anything in
 */
export async function reconcile(
  deps: TenancyDeps,
  prepare?: (organization: Organization) => Promise<void>,
): Promise<{ organizations: number; apiKeys: number }> {
  const done = { organizations: 0, apiKeys: 0 };
  let afterId: OrgId | undefined;
  for (;;) {
    const page = await listOrganizations(deps.database, { limit: PAGE, ...(afterId ? { afterId } : {}) });
    for (const organization of page) await completeProvisioning(deps, organization, prepare);
    const keys = await readProjectableKeys(
      deps.database,
      page.map((organization) => organization.id),
    );
    await projectApiKeys(deps.redis, keys);
    done.organizations += page.length;
    done.apiKeys += keys.length;
    afterId = page.at(-1)?.id;
    if (page.length < PAGE) return done;
  }
}
