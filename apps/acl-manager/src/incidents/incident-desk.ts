import { plainText, type AuditEntry } from '@redoubt/acl';
import { isIpAddress, toError, type Clock, type EventFields } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { DeniedEntry } from '../collect/acl-log.ts';
import type { Look } from '../collect/collector.ts';
import type { HourCounters } from '../collect/hour-counters.ts';
import type { AclManagerMetrics } from '../metrics.ts';
import type { Drift } from '../watch/user-watch.ts';
import { SpikeDetector, type Spike } from './spike-detector.ts';

export interface IncidentDeskDeps {
  /** Appends events to the platform organisation; undefined where none is set. Rejects when it cannot now. */
  send: ((events: readonly EventFields[]) => Promise<void>) | undefined;
  record: (entry: AuditEntry) => Promise<void>;
  hours: Pick<HourCounters, 'add' | 'perHour'>;
  metrics: AclManagerMetrics;
  log: Logger;
  clock: Clock;
}

export interface IncidentDeskOptions {
  /** Failed logins within five minutes that are never too few for a spike. */
  minFailures: number;
  /** The same of refused commands. */
  minDenied: number;
}

/** Events that wait while the platform organisation cannot be reached; beyond it the oldest are dropped and counted. */
const MAX_WAITING = 200;
const MAX_NAMES = 10;
/** Whoever makes a user may give it a name that no event takes. */
const MAX_NAME = 256;

/**
 * Makes incidents of what was seen: spikes of failed logins and of refusals, and drift. Each stands in the audit chain
 * and becomes an event of the platform organisation, whose rules raise the alert.
 */
export class IncidentDesk {
  readonly #deps: IncidentDeskDeps;
  readonly #failures: SpikeDetector;
  readonly #denied: SpikeDetector;
  #recent: (DeniedEntry & { node: string })[] = [];
  #waiting: EventFields[] = [];

  constructor(deps: IncidentDeskDeps, { minFailures, minDenied }: IncidentDeskOptions) {
    this.#deps = deps;
    this.#failures = new SpikeDetector({ minimum: minFailures });
    this.#denied = new SpikeDetector({ minimum: minDenied });
  }

  /** Looks for spikes in what came with a look at the nodes. */
  async observe({ atMs, grown, fresh }: Look): Promise<void> {
    const { hours } = this.#deps;
    this.#recent = [...this.#recent, ...fresh].slice(-1_000);
    const failed = this.#failures.observe(atMs, grown.wrongPassword, hours.perHour('failures'));
    if (failed) await this.#spike('redis_auth_failure', 'failed logins', failed, (one) => one.reason === 'auth');
    const refused = grown.noPermission + grown.notAuthenticated;
    const denied = this.#denied.observe(atMs, refused, hours.perHour('denied'));
    if (denied) await this.#spike('redis_command_denied', 'refusals', denied, (one) => one.reason !== 'auth');
  }

  async #spike(
    eventType: string,
    what: string,
    { count, windowMs, usual }: Spike,
    isOfIt: (entry: DeniedEntry) => boolean,
  ): Promise<void> {
    const rows = this.#recent.filter((one) => isOfIt(one) && one.atMs > this.#deps.clock.now() - windowMs);
    const [users, addresses, nodes] = [
      rows.map(({ user }) => user),
      rows.map(({ from }) => from),
      rows.map(({ node }) => node),
    ];
    const detail = {
      ...{ what, count, windowSeconds: windowMs / 1_000, usual },
      ...{ users: mostFrequent(users), addresses: mostFrequent(addresses), nodes: mostFrequent(nodes) },
      objects: mostFrequent(rows.map(({ object }) => object)),
    };
    await this.#deps.record({ kind: 'spike', detail });
    const [user, sourceIp, asset] = [detail.users[0], detail.addresses[0], detail.nodes[0]];
    this.#raise({
      ...{ eventType, severity: 'high', outcome: 'failure' },
      ...(user ? { user } : {}),
      ...(sourceIp && isIpAddress(sourceIp) ? { sourceIp } : {}),
      ...(asset ? { asset } : {}),
      message: `${count} ${what} at Redis within ${windowMs / 60_000} minutes; ${usual} are usual`,
      payload: detail,
    });
  }

  /** A user that somebody changed by hand. */
  drifted({ node, user: name, change, differs }: Drift): void {
    const user = plainText(name, MAX_NAME);
    const words = { create: 'was deleted', delete: 'was made by hand', update: `was changed (${differs.join(', ')})` };
    this.#raise({
      ...{ eventType: 'redis_acl_drift', severity: 'high', action: change, user, asset: node },
      message: `Redis user ${user} ${words[change]} on ${node}`,
      payload: { differs },
    });
  }

  #raise(event: EventFields): void {
    const { hours, metrics, clock, send } = this.#deps;
    hours.add('incidents', 1);
    metrics.incidents.inc({ kind: event.eventType });
    if (send === undefined) return;
    this.#waiting.push({ ...event, eventTimeMs: clock.now(), tags: ['redis', 'acl-manager'] });
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift();
      metrics.eventsDropped.inc();
    }
  }

  /** Sends what waits. Never rejects: what cannot be sent waits on. */
  async flush(): Promise<void> {
    const { send, log } = this.#deps;
    const events = [...this.#waiting];
    if (send === undefined || events.length === 0) return;
    try {
      await send(events);
      this.#waiting = this.#waiting.filter((event) => !events.includes(event));
    } catch (error) {
      log.warn({ err: toError(error), events: events.length }, 'incidents_not_sent');
    }
  }
}

/** The most frequent first, ten at most. */
function mostFrequent(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_NAMES)
    .map(([name]) => name);
}
