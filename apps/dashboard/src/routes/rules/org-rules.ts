import type { OrgId } from '@redoubt/contracts';
import {
  BUILT_IN_PACK_ID,
  effectiveOverrides,
  getOrgRules,
  loadPack,
  type OrgRulesRecord,
  type PackReference,
  type RuleOverride,
} from '@redoubt/rulebook';
import { loadBuiltInPack, type Rule, type RulePack } from '@redoubt/sigma';
import { LRUCache } from 'lru-cache';
import type { Database } from '@redoubt/storage';

export const RULE_STATES = ['enabled', 'disabled', 'off_by_default', 'shadowed'] as const;
export type RuleState = (typeof RULE_STATES)[number];

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
    const disabled = new Set(settings.disabled);
    const taken = new Set<string>();
    const rules: OrgRule[] = [];
    for (const pack of settings.packs) {
      for (const rule of await this.#pack(orgId, pack)) {
        const override = Object.hasOwn(overrides, rule.id) ? overrides[rule.id] : undefined;
        const state = taken.has(rule.id) ? 'shadowed' : stateOf(rule, disabled.has(rule.id), override);
        taken.add(rule.id);
        rules.push({ rule, packId: pack.packId, state, override });
      }
    }
    return { settings, rules };
  }

  async #pack(orgId: OrgId, reference: PackReference): Promise<readonly RuleFacts[]> {
    // By organisation, since a pack may be private to one.
    const key = `${orgId} ${reference.packId} ${reference.version}`;
    const kept = this.#packs.get(key);
    if (kept) return kept;
    const pack = await this.#load(orgId, reference);
    const facts = pack?.rules.map(factsOf) ?? [];
    // One that is not stored may be stored later.
    if (pack) this.#packs.set(key, facts);
    return facts;
  }

  async #load(orgId: OrgId, reference: PackReference): Promise<RulePack | undefined> {
    if (reference.packId === BUILT_IN_PACK_ID) return loadBuiltInPack();
    const json = await loadPack(this.#database, orgId, reference);
    return json && (JSON.parse(json.toString('utf8')) as RulePack);
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

function stateOf(rule: RuleFacts, isDisabled: boolean, override: RuleOverride | undefined): RuleState {
  if (isDisabled || override?.isEnabled === false) return 'disabled';
  return (override?.isEnabled ?? rule.isEnabledByDefault) ? 'enabled' : 'off_by_default';
}
