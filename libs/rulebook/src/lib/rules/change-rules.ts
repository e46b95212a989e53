import { PermanentError, type OrgId } from '@redoubt/contracts';
import type { Database, Session } from '@redoubt/storage';
import { checked } from '../checked.ts';
import { auditChange, changeSettings, readSettings, type Author } from '../rulebook-deps.ts';
import { alertSettingsSchema, givenAlertSettingsSchema, type AlertSettingsRecord } from '../settings/alert-settings.ts';
import {
  BUILT_IN_PACK_ID,
  BUILT_IN_PACK_VERSION,
  DEFAULT_RULES,
  MAX_DISABLED_RULES,
  MAX_OVERRIDES,
  MAX_PACKS,
  ruleIdSchema,
  ruleOverrideSchema,
  type OrgRuleSettings,
  type PackReference,
  type RuleOverride,
} from './org-rules.ts';

/** An organisation's rules and alert settings as PostgreSQL holds them. */
export interface OrgRulesRecord extends OrgRuleSettings {
  alertSettings: AlertSettingsRecord;
}

interface OrgRulesRow {
  version: string;
  packs: PackReference[];
  disabled: string[];
  overrides: Record<string, RuleOverride>;
  alert_settings: unknown;
}

const SELECT = 'SELECT version, packs, disabled, overrides, alert_settings FROM org_rules WHERE org_id = $1';

/** What the organisation has set; the defaults when it never set anything. */
export async function getOrgRules(database: Database, orgId: OrgId): Promise<OrgRulesRecord> {
  return readSettings(database, orgId, (session) => readRules(session, orgId));
}

/** The same within a transaction. */
export async function readRules(session: Session, orgId: OrgId): Promise<OrgRulesRecord> {
  const [row] = await session.query<OrgRulesRow>(SELECT, [orgId]);
  if (!row) return { ...DEFAULT_RULES, alertSettings: alertSettingsSchema.parse({}) };
  return {
    version: Number(row.version),
    packs: row.packs,
    disabled: row.disabled,
    overrides: row.overrides,
    alertSettings: alertSettingsSchema.parse(row.alert_settings),
  };
}

/**
 * Adds a pack to what the organisation runs, or moves it to another version.
 *
 * @throws PermanentError  no such pack for this organisation, or too many
 */
export async function enablePack(
  database: Database,
  orgId: OrgId,
  pack: PackReference,
  author: Author,
): Promise<OrgRulesRecord> {
  const { packId, version } = pack;
  return changeRules(database, { orgId, ...author }, async (rules, session) => {
    await requirePack(session, pack);
    const packs = rules.packs.some((one) => one.packId === packId)
      ? rules.packs.map((one) => (one.packId === packId ? { packId, version } : one))
      : [...rules.packs, { packId, version }];
    if (packs.length > MAX_PACKS) throw new PermanentError(`an organisation has at most ${MAX_PACKS} packs`);
    return { packs };
  });
}

async function requirePack(session: Session, { packId, version }: PackReference): Promise<void> {
  const missing = new PermanentError(`there is no pack ${packId} ${version}`);
  if (packId === BUILT_IN_PACK_ID) {
    if (version !== BUILT_IN_PACK_VERSION) throw missing;
    return;
  }
  const rows = await session.query('SELECT 1 FROM rule_packs WHERE pack_id = $1 AND version = $2', [packId, version]);
  if (rows.length === 0) throw missing;
}

/** Takes a pack out of what the organisation runs; nothing happens when it was not in. */
export async function disablePack(
  database: Database,
  orgId: OrgId,
  packId: string,
  author: Author,
): Promise<OrgRulesRecord> {
  return changeRules(database, { orgId, ...author }, async (rules) => ({
    packs: rules.packs.filter((one) => one.packId !== packId),
  }));
}

/** Keeps a rule from running, whatever pack it comes from; `isDisabled` false lets it run again. */
export async function disableRule(
  database: Database,
  orgId: OrgId,
  ruleId: string,
  options: Author & { isDisabled?: boolean },
): Promise<OrgRulesRecord> {
  const { isDisabled = true, ...author } = options;
  const id = checked(ruleIdSchema, ruleId, 'rule id');
  return changeRules(database, { orgId, ...author }, async (rules) => {
    const others = rules.disabled.filter((one) => one !== id);
    const disabled = isDisabled ? [...others, id] : others;
    if (disabled.length > MAX_DISABLED_RULES)
      throw new PermanentError(`at most ${MAX_DISABLED_RULES} rules are disabled`);
    return { disabled };
  });
}

/** Changes what a rule does for this organisation; null takes the change back. @throws PermanentError  a bad override */
export async function setRuleOverride(
  database: Database,
  orgId: OrgId,
  given: { ruleId: string; override: RuleOverride | null },
  author: Author,
): Promise<OrgRulesRecord> {
  const ruleId = checked(ruleIdSchema, given.ruleId, 'rule id');
  const override = given.override === null ? undefined : checked(ruleOverrideSchema, given.override, 'override');
  return changeRules(database, { orgId, ...author }, async (rules) => {
    const others = Object.fromEntries(Object.entries(rules.overrides).filter(([id]) => id !== ruleId));
    const overrides = override === undefined ? others : { ...others, [ruleId]: override };
    if (Object.keys(overrides).length > MAX_OVERRIDES) throw new PermanentError(`at most ${MAX_OVERRIDES} overrides`);
    return { overrides };
  });
}

/** Changes the alert settings that are given and leaves the rest. @throws PermanentError  a value out of its range */
export async function setAlertSettings(
  database: Database,
  orgId: OrgId,
  change: Partial<AlertSettingsRecord>,
  author: Author,
): Promise<OrgRulesRecord> {
  return changeRules(database, { orgId, ...author }, async (rules) => ({
    alertSettings: checked(givenAlertSettingsSchema, { ...rules.alertSettings, ...change }, 'alert settings'),
  }));
}

async function changeRules(
  database: Database,
  by: Author & { orgId: OrgId },
  decide: (rules: OrgRulesRecord, session: Session) => Promise<Partial<OrgRulesRecord>>,
): Promise<OrgRulesRecord> {
  const { orgId, actor } = by;
  return changeSettings(database, { orgId, actor, topic: 'rules' }, async (session, version) => {
    const rules = await readRules(session, orgId);
    const change = await decide(rules, session);
    const next: OrgRulesRecord = { ...rules, ...change, version };
    await writeRules(session, orgId, next, actor);
    await auditChange(session, by, {
      ...{ action: 'rules.changed', target: { kind: 'rules', id: Object.keys(change).join(',') } },
      ...{ before: partOf(rules, change), after: change },
    });
    return next;
  });
}

/** Puts an organisation's rules in the place of those it had; part of a change of settings. */
export async function writeRules(session: Session, orgId: OrgId, rules: OrgRulesRecord, actor: string): Promise<void> {
  await session.query(
    `INSERT INTO org_rules AS held (org_id, version, packs, disabled, overrides, alert_settings, updated_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (org_id) DO UPDATE SET version = excluded.version, packs = excluded.packs,
       disabled = excluded.disabled, overrides = excluded.overrides, alert_settings = excluded.alert_settings,
       updated_at = now(), updated_by = excluded.updated_by`,
    [
      ...[orgId, rules.version, JSON.stringify(rules.packs), JSON.stringify(rules.disabled)],
      ...[JSON.stringify(rules.overrides), JSON.stringify(rules.alertSettings), actor],
    ],
  );
}

/** What was in the place of what changes. */
function partOf(rules: OrgRulesRecord, change: Partial<OrgRulesRecord>): Partial<OrgRulesRecord> {
  return Object.fromEntries(Object.keys(change).map((name) => [name, rules[name as keyof OrgRulesRecord]]));
}
