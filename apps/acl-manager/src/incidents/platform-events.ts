import { createHash } from 'node:crypto';
import { isOrgId, laneOf, type EventFields, type OrgId } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import type { FrameAppender } from '@redoubt/stream';
import { findOrganization } from '@redoubt/tenancy';

export interface PlatformEventsDeps {
  appender: FrameAppender;
  database: Database | undefined;
}

/** Appends events to the organisation that the installation belongs to. */
export class PlatformEvents {
  readonly #deps: PlatformEventsDeps;
  readonly #organization: string;
  #orgId: OrgId | undefined;

  /** @param organization its name, for which there must be a database; or its id */
  constructor(deps: PlatformEventsDeps, organization: string) {
    this.#deps = deps;
    this.#organization = organization;
    if (isOrgId(organization)) this.#orgId = organization;
  }

  /** Sent again after a failure, the same events are stored once. @throws AppendRefused; Error without the organisation */
  async send(events: readonly EventFields[]): Promise<void> {
    const orgId = await this.#find();
    for (const event of events) {
      const line = Buffer.from(JSON.stringify(event));
      const digest = createHash('sha256').update(line).digest('hex');
      await this.#deps.appender.append({
        orgId,
        lanes: [{ lane: laneOf(event.severity), lines: [line] }],
        idempotency: { batchId: digest.slice(0, 32), bodyDigest: digest },
      });
    }
  }

  async #find(): Promise<OrgId> {
    if (this.#orgId !== undefined) return this.#orgId;
    const { database } = this.#deps;
    const found = database && (await findOrganization(database, this.#organization));
    if (!found) throw new Error(`no organisation is named ${this.#organization}`);
    this.#orgId = found.id;
    return found.id;
  }
}
