import type { OrgId } from '@redoubt/contracts';
import {
  BUILT_IN_PACK_ID,
  BUILT_IN_PACK_VERSION,
  listPacks,
  type PackInfo,
  type PackReference,
} from '@redoubt/rulebook';
import type { Rule } from '@redoubt/sigma';
import type { Database } from '@redoubt/storage';
import { usageError, type CliError } from '../command/cli-error.ts';
import { similarTo } from '../output/similar.ts';
import { findRule, loadOrgPacks, type OrgPacks } from './org-packs.ts';

/** What a word on the command line stands for: a pack the organisation may run, or a rule of those it runs. */
export type RuleTarget =
  | { kind: 'pack'; packId: string; versions: readonly PackInfo[]; current: PackReference | undefined }
  | { kind: 'rule'; rule: Rule };

/** Finds packs and rules of one organisation by what people type. */
export class RuleTargets {
  readonly org: OrgPacks;
  readonly #stored: readonly PackInfo[];
  readonly #orgName: string;

  private constructor(org: OrgPacks, stored: readonly PackInfo[], orgName: string) {
    this.org = org;
    this.#stored = stored;
    this.#orgName = orgName;
  }

  static async open(database: Database, organization: { id: OrgId; name: string }): Promise<RuleTargets> {
    const [org, stored] = await Promise.all([
      loadOrgPacks(database, organization.id),
      listPacks(database, organization.id),
    ]);
    return new RuleTargets(org, stored, organization.name);
  }

  /** A pack before a rule of the same name. @throws CliError when it is neither */
  find(typed: string): RuleTarget {
    const versions = this.#stored.filter((pack) => pack.packId === typed);
    const current = this.org.settings.packs.find((pack) => pack.packId === typed);
    if (versions.length > 0 || current !== undefined || typed === BUILT_IN_PACK_ID) {
      return { kind: 'pack', packId: typed, versions, current };
    }
    const found = findRule(this.org.packs, typed);
    if (found) return { kind: 'rule', rule: found.rule };
    throw this.#unknown(typed);
  }

  #unknown(typed: string): CliError {
    const names = [
      ...new Set([BUILT_IN_PACK_ID, ...this.#stored.map((pack) => pack.packId)]),
      ...this.org.packs.flatMap((pack) => pack.rules.map((rule) => rule.id)),
    ];
    const similar = similarTo(typed, names);
    const message = `${this.#orgName} may use no pack, and runs no rule, ${JSON.stringify(typed)}`;
    if (similar.length > 0) return usageError(message, `did you mean ${similar.join(' or ')}?`);
    return usageError(message, `redoubt rules list --org ${this.#orgName} shows the packs, --query TEXT finds rules`);
  }
}

/**
 * The version to run: the wanted one, else the newest that is stored.
 *
 * @throws CliError when there is no such version
 */
export function chooseVersion(target: RuleTarget & { kind: 'pack' }, wanted: string | undefined): string {
  const { packId, versions } = target;
  const known = packId === BUILT_IN_PACK_ID ? [BUILT_IN_PACK_VERSION] : versions.map(({ version }) => version);
  const chosen = wanted ?? known[0];
  if (chosen !== undefined && known.includes(chosen)) return chosen;
  throw usageError(
    `there is no version ${wanted ?? ''} of the pack ${packId}`,
    `it has ${known.slice(0, 5).join(', ')}`,
  );
}
