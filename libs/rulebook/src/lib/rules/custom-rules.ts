import { PermanentError, type OrgId } from '@redoubt/contracts';
import type { Database, Session } from '@redoubt/storage';
import { checked } from '../checked.ts';
import { auditChange, changeSettings, readSettings, type Author } from '../rulebook-deps.ts';
import { readRules, writeRules, type OrgRulesRecord } from './change-rules.ts';
import { MAX_PACKS, ruleIdSchema } from './org-rules.ts';
import { insertPack, packUp, type PackJson } from './packs.ts';

/** Rules an organisation may have of its own. */
export const MAX_CUSTOM_RULES = 200;
/** Texts of a rule that are kept, the newest. */
const MAX_VERSIONS = 100;
/** Packs of its own that are kept beside the one in force. */
const KEPT_PACKS = 20;

/** A published text of a rule; without `yaml` it says that the rule was withdrawn. */
export interface RuleVersion {
  ruleId: string;
  /** From 1; grows by one with each publication. */
  version: number;
  title: string;
  yaml?: string;
  reason: string;
  createdAtMs: number;
  createdBy: string;
}

/** A rule of an organisation's own as it stands. */
export type CustomRule = RuleVersion & { yaml: string };

export interface CustomRules {
  /** Grows with every change of any of them; 0 when there never was one. */
  revision: number;
  /** By id. */
  rules: CustomRule[];
}

/** What the names of packs of organisations' own rules begin with. */
export const OWN_PACK_PREFIX = 'own-';

/** The pack that holds an organisation's own rules. */
export function ownPackId(orgId: OrgId): string {
  return `${OWN_PACK_PREFIX}${orgId}`;
}

/** The rules an organisation has of its own. */
export async function readCustomRules(database: Database, orgId: OrgId): Promise<CustomRules> {
  return readSettings(database, orgId, async (session) => {
    const revision = await revisionOf(session, orgId);
    const rows = await session.query<VersionRow>(
      `SELECT DISTINCT ON (rule_id) ${COLUMNS} FROM custom_rules WHERE org_id = $1 ORDER BY rule_id, version DESC`,
      [orgId],
    );
    const rules = rows.map(versionOf).filter((rule): rule is CustomRule => rule.yaml !== undefined);
    return { revision, rules };
  });
}

/** The kept texts of a rule, newest first; empty when it is none of the organisation's own. */
export async function listRuleVersions(database: Database, orgId: OrgId, ruleId: string): Promise<RuleVersion[]> {
  const rows = await readSettings(database, orgId, (session) =>
    session.query<VersionRow>(
      `SELECT ${COLUMNS} FROM custom_rules WHERE org_id = $1 AND rule_id = $2 ORDER BY version DESC LIMIT $3`,
      [orgId, ruleId, MAX_VERSIONS],
    ),
  );
  return rows.map(versionOf);
}

/** A text to publish, or null to withdraw the rule, with the pack that all rules make with it. */
export interface NewRuleText {
  ruleId: string;
  title: string;
  yaml: string | null;
  /** `revision` of the rules that `pack` was made with. */
  basedOn: number;
  /** Of `ownPackId`; its version stands for its content. Without rules the organisation runs no such pack. */
  pack: PackJson;
}

/**
 * Publishes a rule of an organisation's own: its text as a new version, and the pack of its own, which comes before its
 * other packs so that a rule with the id of another one stands in its place. One transaction, audited.
 *
 * @returns undefined when other rules were published since `basedOn`: make the pack anew
 * @throws PermanentError  too many rules or packs
 */
export async function publishRule(
  database: Database,
  orgId: OrgId,
  text: NewRuleText,
  author: Author & { reason: string },
): Promise<{ version: number; rules: OrgRulesRecord } | undefined> {
  checked(ruleIdSchema, text.ruleId, 'rule id');
  if (text.pack.rules.length > MAX_CUSTOM_RULES) {
    throw new PermanentError(`an organisation has at most ${MAX_CUSTOM_RULES} rules of its own`);
  }
  const packed = await packUp(text.pack);
  const { actor } = author;
  try {
    return await changeSettings(database, { orgId, actor, topic: 'rules' }, async (session, settingsVersion) => {
      if ((await revisionOf(session, orgId)) !== text.basedOn) throw new StaleError();
      const { before, version } = await addVersion(session, orgId, text, author);
      await insertPack(session, packed, { orgId, actor });
      await dropOldPacks(session, orgId, text.pack);
      const rules = withOwnPack(await readRules(session, orgId), text.pack);
      const next = { ...rules, version: settingsVersion };
      await writeRules(session, orgId, next, actor);
      await auditChange(
        session,
        { ...author, orgId },
        {
          action: text.yaml === null ? 'rule.withdrawn' : 'rule.published',
          target: { kind: 'rule', id: text.ruleId },
          ...(before === undefined ? {} : { before: { version: before.version, yaml: before.yaml ?? null } }),
          after: { version, yaml: text.yaml },
        },
      );
      return { version, rules: next };
    });
  } catch (error) {
    if (error instanceof StaleError) return undefined;
    throw error;
  }
}

/** Takes the transaction back; the caller is told by another way. */
class StaleError extends Error {
  override name = 'StaleError';
}

async function addVersion(session: Session, orgId: OrgId, text: NewRuleText, author: Author & { reason: string }) {
  const [row] = await session.query<VersionRow>(
    `SELECT ${COLUMNS} FROM custom_rules WHERE org_id = $1 AND rule_id = $2 ORDER BY version DESC LIMIT 1`,
    [orgId, text.ruleId],
  );
  const before = row && versionOf(row);
  const version = (before?.version ?? 0) + 1;
  await session.query(
    `INSERT INTO custom_rules (org_id, rule_id, version, title, yaml, reason, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [orgId, text.ruleId, version, text.title, text.yaml, author.reason, author.actor],
  );
  await session.query('DELETE FROM custom_rules WHERE org_id = $1 AND rule_id = $2 AND version <= $3', [
    ...[orgId, text.ruleId, version - MAX_VERSIONS],
  ]);
  return { before, version };
}

async function dropOldPacks(session: Session, orgId: OrgId, { packId, version }: PackJson): Promise<void> {
  await session.query(
    `DELETE FROM rule_packs WHERE org_id = $1 AND pack_id = $2 AND version <> $3 AND version NOT IN (
       SELECT version FROM rule_packs WHERE org_id = $1 AND pack_id = $2 ORDER BY created_at DESC LIMIT $4)`,
    [orgId, packId, version, KEPT_PACKS],
  );
}

function withOwnPack(rules: OrgRulesRecord, { packId, version, rules: own }: PackJson): OrgRulesRecord {
  const others = rules.packs.filter((pack) => pack.packId !== packId);
  const packs = own.length === 0 ? others : [{ packId, version }, ...others];
  if (packs.length > MAX_PACKS) throw new PermanentError(`an organisation has at most ${MAX_PACKS} packs`);
  return { ...rules, packs };
}

async function revisionOf(session: Session, orgId: OrgId): Promise<number> {
  const [row] = await session.query<{ revision: string | null }>(
    'SELECT max(revision) AS revision FROM custom_rules WHERE org_id = $1',
    [orgId],
  );
  return Number(row?.revision ?? 0);
}

const COLUMNS = `rule_id, version, title, yaml, reason, created_by,
  round(extract(epoch FROM created_at) * 1000)::float8 AS created_ms`;

interface VersionRow {
  rule_id: string;
  version: number;
  title: string;
  yaml: string | null;
  reason: string;
  created_by: string;
  created_ms: number;
}

function versionOf(row: VersionRow): RuleVersion {
  return {
    ...{ ruleId: row.rule_id, version: row.version, title: row.title, reason: row.reason },
    ...{ createdAtMs: row.created_ms, createdBy: row.created_by },
    ...(row.yaml === null ? {} : { yaml: row.yaml }),
  };
}
