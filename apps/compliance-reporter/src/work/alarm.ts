import { createHash } from 'node:crypto';
import { isOrgId, laneOf, toError, type Clock, type EventFields, type OrgId } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import type { FrameAppender } from '@redoubt/stream';
import type { Logger } from '@redoubt/telemetry';
import { findOrganization } from '@redoubt/tenancy';

export interface AlarmDeps {
  appender: FrameAppender;
  database: Database;
  log: Logger;
  clock: Clock;
}

/** Tells the platform organisation of a failure, as an event that a built-in rule makes an alert of. */
export class Alarm {
  readonly #deps: AlarmDeps;
  readonly #organization: string | undefined;

  /** @param organization name or id; undefined: failures are logged alone */
  constructor(deps: AlarmDeps, organization: string | undefined) {
    this.#deps = deps;
    this.#organization = organization;
  }

  /** Never rejects: what cannot be said there stands in the log. */
  async raise(what: string, reason: string): Promise<void> {
    const { log, clock } = this.#deps;
    log.error({ what, reason }, 'compliance_work_failed');
    try {
      const orgId = await this.#find();
      if (orgId === undefined) return;
      await this.#append(orgId, {
        ...{ eventType: 'compliance_report_failed', severity: 'high', outcome: 'failure', action: what },
        ...{
          message: `${what} failed: ${reason}`.slice(0, 1_000),
          eventTimeMs: clock.now(),
          asset: 'compliance-reporter',
        },
        tags: ['compliance'],
      });
    } catch (error) {
      log.error({ err: toError(error), what }, 'compliance_alarm_not_raised');
    }
  }

  async #append(orgId: OrgId, event: EventFields): Promise<void> {
    const line = Buffer.from(JSON.stringify(event));
    const digest = createHash('sha256').update(line).digest('hex');
    await this.#deps.appender.append({
      orgId,
      lanes: [{ lane: laneOf(event.severity), lines: [line] }],
      idempotency: { batchId: digest.slice(0, 32), bodyDigest: digest },
    });
  }

  async #find(): Promise<OrgId | undefined> {
    const name = this.#organization;
    if (name === undefined || isOrgId(name)) return name;
    return (await findOrganization(this.#deps.database, name))?.id;
  }
}
