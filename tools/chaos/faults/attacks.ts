import { seededRandom } from '@redoubt/test-kit';
import type { Alert } from '@redoubt/contracts';
import type { BenchOrg } from '../../bench/platform.ts';
import { GatewayClient } from '../../traffic/gateway-client.ts';
import { pause } from './world.ts';

/** The rule of the built-in pack that counts failed logins by address. */
export const ATTACK_RULE = 'redoubt_brute_force_source';

const REQUESTS = 3;
const EVENTS_PER_REQUEST = 4;
/** What an alert about an attack counts in the end. */
export const ATTACK_EVENTS = REQUESTS * EVENTS_PER_REQUEST;
const BETWEEN_REQUESTS_MS = 400;
const BETWEEN_ATTACKS_MS = 1_500;
const RETRY_FOR_MS = 180_000;
/** Clocks of senders that are wrong, ms. */
const SKEW_MS = { least: -120_000, most: 60_000 };

export interface Attack {
  orgIndex: number;
  sourceIp: string;
  /** Ids of its events. */
  ids: readonly string[];
}

/**
 * Attacks from one address each, over several requests, so that what was counted has to survive between them; each
 * must become one alert that counts every event.
 */
export class Attacks {
  readonly done: Attack[] = [];
  readonly #orgs: readonly BenchOrg[];
  readonly #clients: readonly GatewayClient[];
  readonly #random: () => number;
  #running: Promise<void> | undefined;
  #isStopping = false;

  constructor(orgs: readonly BenchOrg[], { url, seed }: { url: string; seed: number }) {
    this.#orgs = orgs;
    this.#clients = orgs.map(
      ({ authorization }) =>
        new GatewayClient({ url, apiKey: authorization.replace('Bearer ', ''), retryForMs: RETRY_FOR_MS }),
    );
    this.#random = seededRandom(seed);
  }

  start(): void {
    this.#running = this.#run();
    // Told by `end`.
    this.#running.catch(() => undefined);
  }

  /** Begins none any more; resolves when those begun are accepted. @throws Error the gateway did not take one */
  async end(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const under: Promise<void>[] = [];
    for (let number = 0; !this.#isStopping; number++) {
      const attack = this.#attack(number, number % this.#orgs.length);
      attack.catch(() => undefined);
      under.push(attack);
      await pause(BETWEEN_ATTACKS_MS);
    }
    await Promise.all(under);
  }

  async #attack(number: number, orgIndex: number): Promise<void> {
    const sourceIp = `203.0.${113 + (number >> 8)}.${number & 255}`;
    const client = this.#clients[orgIndex] as GatewayClient;
    const skewMs = Math.round(SKEW_MS.least + this.#random() * (SKEW_MS.most - SKEW_MS.least));
    const startedMs = Date.now();
    const ids: string[] = [];
    for (let request = 0; request < REQUESTS; request++) {
      const bodies = Array.from({ length: EVENTS_PER_REQUEST }, (_, index) => {
        const id = `attack-${number}-${request * EVENTS_PER_REQUEST + index}`;
        ids.push(id);
        const eventTimeMs = startedMs + skewMs + request * 1_000 + index;
        const event = { id, eventType: 'failed_login', severity: 'medium', sourceIp, user: 'root', eventTimeMs };
        return { kind: 'event' as const, body: JSON.stringify(event) };
      });
      const { accepted } = await client.send(bodies, undefined, `attack-${number}-${request}`);
      if (accepted !== EVENTS_PER_REQUEST) throw new Error(`the gateway took ${accepted} events of an attack`);
      await pause(BETWEEN_REQUESTS_MS);
    }
    this.done.push({ orgIndex, sourceIp, ids });
  }
}

export interface AlertVerdict {
  /** Attacks without an alert. */
  missed: number;
  /** Surplus alerts about an attack, and alerts about what was none. */
  surplus: number;
  /** Alerts that count too few or too many events. */
  miscounted: number;
}

/** Compares the attacks on an organisation with its alerts. */
export function judgeAlerts(attacks: readonly Attack[], alerts: readonly Alert[]): AlertVerdict {
  const about = Map.groupBy(
    alerts.filter(({ ruleId }) => ruleId === ATTACK_RULE),
    ({ subject }) => subject.sourceIp ?? '',
  );
  const of = ({ sourceIp }: Attack): readonly Alert[] => about.get(sourceIp) ?? [];
  const isExpected = new Set(attacks.map(({ sourceIp }) => sourceIp));
  const strange = [...about].filter(([sourceIp]) => !isExpected.has(sourceIp));
  return {
    missed: attacks.filter((attack) => of(attack).length === 0).length,
    surplus:
      attacks.reduce((sum, attack) => sum + Math.max(0, of(attack).length - 1), 0) +
      strange.reduce((sum, [, found]) => sum + found.length, 0),
    miscounted: attacks.filter((attack) => of(attack).length === 1 && of(attack)[0]?.count !== ATTACK_EVENTS).length,
  };
}
