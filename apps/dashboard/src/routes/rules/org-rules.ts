import type { OrgId } from '@redoubt/contracts';
import { RULE_STATES, ruleStates, type RuleState } from '@redoubt/detection';
import { effectiveOverrides, getOrgRules, type OrgRulesRecord, type RuleOverride } from '@redoubt/rulebook';
import type { Database } from '@redoubt/storage';
import type { RuleDesk } from '../../rules/rule-desk.ts';
import type { RuleFacts } from '../../rules/thread-jobs.ts';

export { RULE_STATES };

/** A rule as one organisation has it. */
export interface OrgRule {
  rule: RuleFacts;
  packId: string;
  state: RuleState;
  /** In force, be it set by name or by a severity's threshold. */
  override: RuleOverride | undefined;
}

/** Reads the rules of organisations from PostgreSQL. */
export class OrgRules {
  readonly #database: Database;
  readonly #desk: RuleDesk;

  constructor(database: Database, desk: RuleDesk) {
    this.#database = database;
    this.#desk = desk;
  }

  /** All rules of the organisation's packs in their order; where packs share an id the first pack's rule counts. */
  async read(orgId: OrgId): Promise<{ settings: OrgRulesRecord; rules: OrgRule[] }> {
    const settings = await getOrgRules(this.#database, orgId);
    const overrides = effectiveOverrides(settings.overrides, settings.alertSettings);
    const packs: { packId: string; rules: readonly RuleFacts[] }[] = [];
    for (const pack of settings.packs) {
      packs.push({ packId: pack.packId, rules: (await this.#desk.facts(orgId, pack)) ?? [] });
    }
    const states = ruleStates(packs, { disabled: settings.disabled, overrides });
    const rules = states.map(({ rule, pack, state, override }) => ({ rule, packId: pack.packId, state, override }));
    return { settings, rules };
  }
}
