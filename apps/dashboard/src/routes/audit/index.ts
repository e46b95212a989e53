import type { OrgId } from '@redoubt/contracts';
import { AUDIT_ACTOR_KINDS, listAuditBy, verifyAudit, type AuditFault, type AuditRecord } from '@redoubt/storage';
import { readActorNames } from '@redoubt/tenancy';
import { z } from 'zod';
import { Refusal } from '../../http/refusal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { byOf } from '../author.ts';
import { given, moment, nextCursor, paging } from '../parameters.ts';
import type { Services } from '../services.ts';

const entrySchema = z.strictObject({
  seq: z.int().describe('Place in the chain, from 1 without gaps'),
  atMs: z.int(),
  actorKind: z.enum(AUDIT_ACTOR_KINDS).describe('`operator`: at the command line; `system`: the platform by itself'),
  actor: z.string().describe('Id of a user or key, or the name of an operator'),
  actorName: z.string().nullable().describe('What people call a user or key'),
  address: z.string().nullable(),
  action: z.string(),
  targetKind: z.string(),
  targetId: z.string(),
  targetName: z.string().nullable().describe('What people call it, if it is a user or key'),
  reason: z.string().nullable(),
  before: z.unknown().describe('What it was; null for something new'),
  after: z.unknown().describe('What it is now; null for something gone'),
  hash: z.string().describe('SHA-256 over this entry and the hash before it, hex'),
});

/** What is told of an entry as the log holds it. */
const shownPart = z.object(entrySchema.omit({ actorName: true, targetName: true }).shape);

const FAULTS: Readonly<Record<AuditFault, string>> = {
  missing: 'it is missing',
  changed: 'it was changed after it was written',
  relinked: 'it does not follow the entry before it',
  cut_off: 'it is missing, with all after it',
  rewritten: 'it is not the one that was there',
};

/** Chains recomputed at the same time by this process. */
const mostChecks = 2;

/** Who changed what, when and why. */
export function auditRoutes(services: Services): Route[] {
  return [listAuditRoute(services), verifyAuditRoute(services)];
}

function listAuditRoute({ database }: Services): Route {
  return defineRoute({
    method: 'get',
    path: '/api/v1/audit',
    operationId: 'listAudit',
    summary: 'List changes, newest first',
    description: 'The log tells who looked at it as well: the first page of each look is an entry, `audit.read`.',
    permission: 'audit:read',
    query: z.strictObject({
      action: z
        .string()
        .regex(/^[a-z_]{1,64}(\.[a-z_]{1,64}){0,3}$/)
        .optional()
        .describe('One action or all of a kind: `member.removed`, `member`'),
      actor: z.string().min(1).max(512).optional().describe('An id, or a name of an operator; also `user:<id>`'),
      target: z.string().min(1).max(512).optional().describe('Id of what was changed'),
      targetKind: z
        .string()
        .regex(/^[a-z_]{1,64}$/)
        .optional(),
      fromMs: moment.optional(),
      toMs: moment.optional().describe('Exclusive'),
      ...paging,
    }),
    reply: z.strictObject({ entries: z.array(entrySchema), nextCursor }),
    problems: ['refused'],
    handle: async (call) => {
      const { orgId } = call.principal;
      const { limit, cursor, target: targetId, actor, ...filters } = call.query;
      const who = actor?.replace(/^(user|api_key):/, '');
      const wanted = given({ ...filters, targetId, actor: who });
      const page = await listAuditBy(database, byOf(call), orgId, wanted, { limit, ...given({ cursor }) });
      return { json: { ...page, entries: await named(database, orgId, page.entries) } };
    },
  });
}

function verifyAuditRoute({ database }: Services): Route {
  let checks = 0;
  return defineRoute({
    method: 'get',
    path: '/api/v1/audit/verify',
    operationId: 'verifyAudit',
    summary: 'Recompute the hash chain of the log and name the first entry at fault',
    description: 'Keep the head elsewhere and give it to a later check: it shows that nothing up to it was rewritten.',
    permission: 'audit:read',
    cost: 20,
    query: z.strictObject({
      anchor: z
        .string()
        .regex(/^\d{1,15}:[0-9a-f]{64}$/)
        .optional()
        .describe('The head an earlier check told, `<seq>:<hash>`'),
    }),
    reply: z.strictObject({
      ok: z.boolean(),
      checked: z.int().describe('Entries that are sound, from the first on'),
      brokenAt: z.int().optional().describe('`seq` of the first entry at fault'),
      detail: z.string().optional().describe('What is wrong with it'),
      head: z.string().optional().describe('`<seq>:<hash>` of the last entry'),
    }),
    problems: ['overloaded'],
    handle: async ({ principal, query: { anchor }, signal }) => {
      if (checks >= mostChecks) throw new Refusal('overloaded', 'other chains are being checked', { retryAfterS: 5 });
      checks += 1;
      try {
        return { json: await verdictOn(database, principal.orgId, { anchor, signal }) };
      } finally {
        checks -= 1;
      }
    },
  });
}

async function verdictOn(
  database: Services['database'],
  orgId: OrgId,
  { anchor, signal }: { anchor: string | undefined; signal: AbortSignal },
) {
  const [seq = '', hash = ''] = anchor?.split(':') ?? [];
  const known = anchor === undefined ? {} : { anchor: { seq: Number(seq), hash } };
  const verdict = await verifyAudit(database, orgId, { ...known, signal });
  const checked = verdict.entries;
  if (verdict.isSound) return { ok: true, checked, head: `${verdict.head.seq}:${verdict.head.hash}` };
  return { ok: false, checked, brokenAt: verdict.seq, detail: FAULTS[verdict.fault] };
}

async function named(
  database: Services['database'],
  orgId: OrgId,
  entries: readonly AuditRecord[],
): Promise<z.input<typeof entrySchema>[]> {
  const names = await readActorNames(
    database,
    orgId,
    entries.flatMap((one) => [actorIdOf(one), targetIdOf(one)]),
  );
  return entries.map((entry) => ({
    ...shownPart.parse(entry),
    actorName: names.get(actorIdOf(entry)) ?? null,
    targetName: names.get(targetIdOf(entry)) ?? null,
  }));
}

function actorIdOf({ actorKind, actor }: AuditRecord): string {
  return `${actorKind}:${actor}`;
}

function targetIdOf({ targetKind, targetId }: AuditRecord): string {
  const kind = { user: 'user', member: 'user', key: 'api_key' }[targetKind] ?? targetKind;
  return `${kind}:${targetId}`;
}
