import type { OrgId } from '@redoubt/contracts';
import type { RulebookDeps } from '../rulebook-deps.ts';
import { projectState } from './relay-outbox.ts';
import { readSettingsState } from './settings-state.ts';

const PAGE = 200;

/**
 * Writes all rules and settings of all organisations to Redis again, whatever version it holds. For use after Redis
 * lost data or PostgreSQL was restored, and safe at any time. What waits in the outbox is left to the relay.
 *
 * @throws the first error: call again
 */
export async function reconcileRulebook(deps: RulebookDeps): Promise<{ organizations: number }> {
  let organizations = 0;
  let afterId: string | null = null;
  for (;;) {
    const page: { id: OrgId }[] = await deps.database.query<{ id: OrgId }>(
      'SELECT id FROM organizations WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2',
      [afterId, PAGE],
    );
    for (const { id } of page) await reconcileSettings(deps, id);
    organizations += page.length;
    afterId = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return { organizations };
  }
}

/** The same of one organisation; one that PostgreSQL does not know is left as it is. */
export async function reconcileSettings(deps: RulebookDeps, orgId: OrgId): Promise<void> {
  const state = await readSettingsState(deps.database, orgId);
  if (state) await projectState(deps, state, { isForced: true });
}
