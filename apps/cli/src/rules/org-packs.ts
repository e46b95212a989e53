import type { OrgId } from '@redoubt/contracts';
import { readRulePack } from '@redoubt/detection';
import { getOrgRules, loadPack, type OrgRulesRecord, type PackReference } from '@redoubt/rulebook';
import type { Rule, RulePack } from '@redoubt/sigma';
import type { Database } from '@redoubt/storage';

/** What an organisation runs, with the rules. */
export interface OrgPacks {
  settings: OrgRulesRecord;
  /** In their order; where packs share an id the first pack's rule counts. */
  packs: RulePack[];
  /** Named by the organisation, and not stored. */
  missing: PackReference[];
}

/** Reads an organisation's packs from PostgreSQL. */
export async function loadOrgPacks(database: Database, orgId: OrgId): Promise<OrgPacks> {
  const settings = await getOrgRules(database, orgId);
  const packs: RulePack[] = [];
  const missing: PackReference[] = [];
  for (const reference of settings.packs) {
    const pack = await readStoredPack(database, orgId, reference);
    if (pack) packs.push(pack);
    else missing.push(reference);
  }
  return { settings, packs, missing };
}

/** A pack that the organisation may use, the built-in one as well; undefined when there is none. */
export function readStoredPack(
  database: Database,
  orgId: OrgId,
  reference: PackReference,
): Promise<RulePack | undefined> {
  return readRulePack(reference.packId, () => loadPack(database, orgId, reference));
}

/** The rule of an id or name. */
export function findRule(packs: readonly RulePack[], idOrName: string): { rule: Rule; pack: RulePack } | undefined {
  for (const key of ['id', 'name'] as const) {
    for (const pack of packs) {
      const rule = pack.rules.find((one) => one[key] === idOrName);
      if (rule) return { rule, pack };
    }
  }
  return undefined;
}
