import type { OrgId } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';

/** Whoever the audit log or a setting names: `user:<id>`, `api_key:<id>`. */
export type ActorId = string;

const shape = /^(user|api_key):([0-9A-Za-z-]{1,64})$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What people call those who acted in an organisation: name and address of a user, name of a key of the organisation.
 *
 * @param actors  those named in its own records; others than users and keys have no name but the one they go by
 * @param options  `isEmailShown` false: for those who may not see who the members are. @default true
 */
export async function readActorNames(
  database: Database,
  orgId: OrgId,
  actors: Iterable<ActorId>,
  options: { isEmailShown?: boolean } = {},
): Promise<Map<ActorId, string>> {
  const users = new Set<string>();
  const keys = new Set<string>();
  for (const actor of actors) {
    const [, kind, id = ''] = shape.exec(actor) ?? [];
    if (kind === 'user' && uuid.test(id)) users.add(id);
    else if (kind === 'api_key') keys.add(id);
  }
  if (users.size + keys.size === 0) return new Map();
  const rows = await database.query<{ actor: string; name: string }>(
    `SELECT 'user:' || id AS actor, CASE WHEN $4 THEN display_name || ' <' || email || '>' ELSE display_name END AS name
     FROM users WHERE id = ANY ($1::uuid[])
     UNION ALL SELECT 'api_key:' || id, name FROM api_keys WHERE id = ANY ($2::text[]) AND org_id = $3`,
    [[...users], [...keys], orgId, options.isEmailShown ?? true],
  );
  return new Map(rows.map(({ actor, name }) => [actor, name]));
}
