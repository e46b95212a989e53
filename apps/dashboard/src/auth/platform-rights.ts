import { toError, type Clock, type OrgId } from '@redoubt/contracts';
import type { Database } from '@redoubt/storage';
import type { Logger } from '@redoubt/telemetry';
import { findOrganization, withoutPlatform, type Principal } from '@redoubt/tenancy';

const retryAfterMs = 5_000;

export interface PlatformRightsDeps {
  database: Database;
  log: Logger;
  clock: Clock;
}

/**
 * Leaves rights about the installation to members of one organisation, which is looked up by name when somebody with
 * such a right first asks. Until it is found nobody has them.
 */
export class PlatformRights {
  readonly #deps: PlatformRightsDeps;
  readonly #name: string | undefined;
  #orgId: OrgId | undefined;
  #askedAtMs = -Infinity;
  #asking: Promise<void> | undefined;

  /** @param organization  its name; undefined: nobody has rights about the installation */
  constructor(deps: PlatformRightsDeps, organization: string | undefined) {
    this.#deps = deps;
    this.#name = organization;
  }

  /** The principal with the rights that count where they are. */
  async limit<P extends Principal>(principal: P): Promise<P> {
    const limited = withoutPlatform(principal);
    if (limited.permissions.size === principal.permissions.size) return principal;
    return (await this.#platformOrgId()) === principal.orgId ? principal : limited;
  }

  async #platformOrgId(): Promise<OrgId | undefined> {
    const { clock } = this.#deps;
    if (this.#name === undefined || this.#orgId !== undefined) return this.#orgId;
    if (!this.#asking && clock.monotonicMs() - this.#askedAtMs < retryAfterMs) return undefined;
    this.#asking ??= this.#find(this.#name).finally(() => {
      this.#asking = undefined;
      this.#askedAtMs = clock.monotonicMs();
    });
    await this.#asking;
    return this.#orgId;
  }

  async #find(name: string): Promise<void> {
    const { database, log } = this.#deps;
    try {
      this.#orgId = (await findOrganization(database, name))?.id;
      if (this.#orgId === undefined) log.warn({ name }, 'platform_organization_absent');
    } catch (thrown) {
      log.warn({ err: toError(thrown), name }, 'platform_organization_unknown');
    }
  }
}
