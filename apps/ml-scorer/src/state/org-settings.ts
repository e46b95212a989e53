import { effectiveFeatures, RetryableError, type Clock, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import type { RedisClient } from '@redoubt/redis';
import { alertSettingsSchema } from '@redoubt/rulebook';
import type { PayloadFields } from '@redoubt/scoring';

/** What an organisation says about scoring. */
export interface ScoringSettings {
  isOn: boolean;
  /** About so many detections a day. */
  budgetPerDay: number;
  /** Payload fields to look at, by event type. */
  payloadFields: PayloadFields;
  /** End of a change window, epoch ms; 0: none. */
  changeUntilMs: number;
}

const FLAG = 'ml_threat_detection';

/** Reads the settings of organisations, at most once in an interval each. */
export class SettingsReader {
  readonly #redis: RedisClient;
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #known = new Map<OrgId, { settings: ScoringSettings; readAtMs: number }>();

  constructor(deps: { redis: RedisClient; clock: Clock }, intervalMs: number) {
    this.#redis = deps.redis;
    this.#clock = deps.clock;
    this.#intervalMs = intervalMs;
  }

  /** @throws RetryableError when they cannot be read */
  async read(orgId: OrgId): Promise<ScoringSettings> {
    const nowMs = this.#clock.monotonicMs();
    const known = this.#known.get(orgId);
    if (known && nowMs - known.readAtMs < this.#intervalMs) return known.settings;
    try {
      const settings = await this.#readNow(orgId);
      this.#known.set(orgId, { settings, readAtMs: nowMs });
      return settings;
    } catch (error) {
      throw new RetryableError('settings cannot be read', { cause: error });
    }
  }

  /** To be called when an organisation goes to another owner. */
  forget(orgId: OrgId): void {
    this.#known.delete(orgId);
  }

  async #readNow(orgId: OrgId): Promise<ScoringSettings> {
    const keys = orgKeys(orgId);
    const [flag, json] = await this.#redis.batch([
      { name: 'HGET', key: keys.features(), args: [keys.features(), FLAG], retry: 'free' },
      { name: 'HGET', key: keys.config(), args: [keys.config(), 'alertSettings'], retry: 'free' },
    ]);
    if (flag instanceof Error) throw flag;
    if (json instanceof Error) throw json;
    const { anomalyBudgetPerDay, anomalyFields, anomalyChangeUntilMs } = alertSettingsSchema.parse(
      JSON.parse(typeof json === 'string' ? json : '{}'),
    );
    return {
      isOn: effectiveFeatures(typeof flag === 'string' ? { [FLAG]: flag === '1' } : {})[FLAG],
      budgetPerDay: anomalyBudgetPerDay,
      payloadFields: anomalyFields,
      changeUntilMs: anomalyChangeUntilMs,
    };
  }
}
