import { isOrgId, type OrgId } from '@redoubt/contracts';

/** A key taken apart again. */
export type ParsedKey =
  | { kind: 'org'; orgId: OrgId; entity: string; parts: string[] }
  | { kind: 'cluster'; tag: string; subject: string; entity: string };

const shape = /^\{([a-z]+)(?::([^{}]+))?\}(?::(.+))?$/;

/** Takes a key of this schema apart; returns null for a foreign key. */
export function parseKey(key: string): ParsedKey | null {
  const match = shape.exec(key);
  if (!match) return null;
  const [, tag = '', subject = '', rest = ''] = match;
  if (tag === 'org') {
    if (!isOrgId(subject) || rest === '') return null;
    const parts = rest.split(':');
    return { kind: 'org', orgId: subject, entity: parts[0] as string, parts: parts.slice(1) };
  }
  return clusterTags.has(tag) ? { kind: 'cluster', tag, subject, entity: rest } : null;
}

const clusterTags: ReadonlySet<string> = new Set([
  'coord',
  'bell',
  'orgs',
  'apikey',
  'login',
  'bull',
  'pack',
  'acl',
  'compliance',
]);
