import type { OrgId } from '@redoubt/contracts';
import { ownPackId, publishRule, readCustomRules, type Author } from '@redoubt/rulebook';
import { Refusal } from '../http/refusal.ts';
import type { Services } from '../routes/services.ts';
import type { RuleDesk } from './rule-desk.ts';
import type { RuleProblem } from './thread-jobs.ts';

/** Others may publish in between; each try begins with what they left. */
const MOST_TRIES = 4;

export interface Published {
  ruleId: string;
  version: number;
  /** Of severity `warning` or `note`. */
  problems: RuleProblem[];
}

type Change = { yaml: string; ruleId?: string } | { withdraw: string };

/** Changes the rules an organisation has of its own. */
export class RulePublisher {
  readonly #services: Services;
  readonly #desk: RuleDesk;

  constructor(services: Services, desk: RuleDesk) {
    this.#services = services;
    this.#desk = desk;
  }

  /**
   * Publishes the text of a rule, or withdraws one.
   *
   * @throws Refusal  `refused` with the problems by line, `not_found` for a rule to withdraw that is not there
   */
  async publish(orgId: OrgId, change: Change, author: Author & { reason: string }): Promise<Published> {
    const { database } = this.#services;
    const packId = ownPackId(orgId);
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const { revision, rules } = await readCustomRules(database, orgId);
      if ('withdraw' in change && !rules.some(({ ruleId }) => ruleId === change.withdraw))
        throw new Refusal('not_found');
      const built = await this.#desk.build(orgId, { packId, title: 'Own rules', rules, change });
      const { ruleId, pack, problems } = built;
      if (ruleId === undefined || pack === undefined) throw refusalOf(problems);
      if ('yaml' in change && change.ruleId !== undefined && change.ruleId !== ruleId) {
        throw new Refusal('refused', `the text is of the rule ${ruleId}`);
      }
      const before = rules.find((rule) => rule.ruleId === ruleId);
      const title = built.title ?? before?.title ?? ruleId;
      const yaml = 'yaml' in change ? change.yaml : null;
      const text = { ruleId, title, yaml, basedOn: revision, pack };
      const done = await publishRule(database, orgId, text, author);
      if (done) return { ruleId, version: done.version, problems };
    }
    throw new Refusal('overloaded', 'others are publishing rules now', { retryAfterS: 1 });
  }
}

function refusalOf(problems: readonly RuleProblem[]): Refusal {
  const errors = problems
    .filter(({ severity }) => severity === 'error')
    .map(({ line, code, message }) => ({ path: 'yaml', message, code, ...(line === undefined ? {} : { line }) }));
  return new Refusal('refused', 'the rule cannot be loaded', { errors });
}
