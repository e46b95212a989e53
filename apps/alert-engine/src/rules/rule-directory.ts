import { toError, type OrgId } from '@redoubt/contracts';
import { alertSettingsOf, OrgRules, type LoadedPack } from '@redoubt/detection';
import type { RedisClient } from '@redoubt/redis';
import { readOrgSettings, type PackReference } from '@redoubt/rulebook';
import type { Logger } from '@redoubt/telemetry';
import type { AlertEngineMetrics } from '../metrics.ts';
import type { PackLibrary } from './pack-library.ts';

interface Deps {
  redis: RedisClient;
  log: Logger;
  metrics: AlertEngineMetrics;
  packs: PackLibrary;
}

/** Finds out what an organisation detects with. */
export class RuleDirectory {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * Reads rules and settings as Redis has them now.
   *
   * A pack that cannot be had does not take detection down: the organisation goes on with the pack's version it had,
   * else without it, and the next read tries again.
   *
   * @param known  rules in use; returned again when nothing changed
   * @throws an error of libs/redis when Redis cannot be asked
   */
  async read(orgId: OrgId, known: OrgRules | undefined): Promise<OrgRules> {
    const settings = await readOrgSettings(this.#deps.redis, orgId);
    const source = JSON.stringify(settings);
    if (known?.source === source && known.isComplete) return known;
    const packs: LoadedPack[] = [];
    let isComplete = true;
    for (const reference of settings.rules.packs) {
      const pack = await this.#pack(orgId, reference, known);
      if (pack) packs.push(pack);
      if (pack?.version !== reference.version && pack !== this.#deps.packs.builtIn) isComplete = false;
    }
    const { rules } = settings;
    const alertSettings = alertSettingsOf(settings);
    const latenessMs = settings.alertSettings.latenessSeconds * 1_000;
    return new OrgRules({ choices: rules, packs, alertSettings, latenessMs, source, isComplete });
  }

  async #pack(orgId: OrgId, { packId, version }: PackReference, known: OrgRules | undefined) {
    try {
      return await this.#deps.packs.get(packId, version);
    } catch (error) {
      const before = known?.packs.find((pack) => pack.packId === packId);
      this.#deps.metrics.packsMissing.inc();
      const wasVersion = before?.version;
      this.#deps.log.error({ orgId, packId, version, wasVersion, err: toError(error) }, 'rule_pack_missing');
      return before;
    }
  }
}
