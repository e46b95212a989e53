import type { OrgId } from '@redoubt/contracts';
import { readRulePack, RULE_STATES, ruleStates, type RuleState } from '@redoubt/detection';
import {
  effectiveOverrides,
  getOrgRules,
  loadPack,
  type OrgRulesRecord,
  type PackReference,
  type RuleOverride,
} from '@redoubt/rulebook';
import type { Rule } from '@redoubt/sigma';
import { LRUCache } from 'lru-cache';
import type { Database } from '@redoubt/storage';

export { RULE_STATES };

/** What lists show of a rule; the rest of a pack is large. */
export type RuleFacts = Pick<Rule, 'id' | 'name' | 'title' | 'level' | 'kind' | 'author' | 'path' | 'tags'> & {
  isEnabledByDefault: boolean;
  hasThreshold: boolean;
};

/** A rule as one organisation has it. */
export interface OrgRule {
  rule: RuleFacts;
  packId: string;
  state: RuleState;
  /** In force, be it set by name or by a severity's threshold. */
  override: RuleOverride | undefined;
}

const keptPacks = 32;

/** Reads the rules of organisations from PostgreSQL; packs never change, so the last used ones are kept. */
export class OrgRules {
  readonly #database: Database;
  readonly #packs = new LRUCache<string, readonly RuleFacts[]>({ max: keptPacks });

  constructor(database: Database) {
    this.#database = database;
  }

  /** All rules of the organisation's packs in their order; where packs share an id the first pack's rule counts. */
  async read(orgId: OrgId): Promise<{ settings: OrgRulesRecord; rules: OrgRule[] }> {
    const settings = await getOrgRules(this.#database, orgId);
    const overrides = effectiveOverrides(settings.overrides, settings.alertSettings);
    const packs: { packId: string; rules: readonly RuleFacts[] }[] = [];
    for (const pack of settings.packs) packs.push({ packId: pack.packId, rules: await this.#pack(orgId, pack) });
    const states = ruleStates(packs, { disabled: settings.disabled, overrides });
    const rules = states.map(({ rule, pack, state, override }) => ({ rule, packId: pack.packId, state, override }));
    return { settings, rules };
  }

  async #pack(orgId: OrgId, reference: PackReference): Promise<readonly RuleFacts[]> {
    // By organisation, since a pack may be private to one.
    const key = `${orgId} ${reference.packId} ${reference.version}`;
    const kept = this.#packs.get(key);
    if (kept) return kept;
    const pack = await readRulePack(reference.packId, () => loadPack(this.#database, orgId, reference));
    const facts = pack?.rules.map(factsOf) ?? [];
    // One that is not stored may be stored later.
    if (pack) this.#packs.set(key, facts);
    return facts;
  }
}

function factsOf(rule: Rule): RuleFacts {
  const { id, name, title, level, kind, author, path, tags } = rule;
  return {
    ...{ id, title, level, kind, path, tags },
    ...(name === undefined ? {} : { name }),
    ...(author === undefined ? {} : { author }),
    isEnabledByDefault: rule.isEnabledByDefault ?? true,
    hasThreshold: rule.kind === 'correlation' && rule.conditions.length > 0,
  };
}
