import { randomUUID } from 'node:crypto';
import { awaitSecurityReply, readSecurityPosture, readSecurityReply, sendSecurityRequest } from '@redoubt/commands';
import { toError, type SecurityPosture, type SecurityReply, type SecurityRequest } from '@redoubt/contracts';
import { getUser, type Principal } from '@redoubt/tenancy';
import { actorOf } from '../auth/actor.ts';
import { Refusal } from '../http/refusal.ts';
import type { Services } from '../routes/services.ts';

/** It is written every few seconds: acl-manager that has been quiet for longer does nothing that is asked. */
const quietMs = 30_000;

type Head = 'requestId' | 'actor';
/** What is asked, without who asks and under which id. */
export type SecurityAsk = SecurityRequest extends infer R ? (R extends SecurityRequest ? Omit<R, Head> : never) : never;

export type SecurityDeskDeps = Pick<Services, 'redis' | 'database' | 'clock' | 'log'>;

/** Asks acl-manager, which alone can change Redis users, and tells what it last said. */
export class SecurityDesk {
  readonly #services: SecurityDeskDeps;
  readonly #replyWaitMs: number;

  /** @param options  `replyWaitMs`: how long acl-manager may take to answer. @default 10 s */
  constructor(services: SecurityDeskDeps, { replyWaitMs = 10_000 } = {}) {
    this.#services = services;
    this.#replyWaitMs = replyWaitMs;
  }

  /** @throws Refusal `acl_manager_unavailable` when it has said nothing for a minute */
  async posture(): Promise<SecurityPosture> {
    const posture = await readSecurityPosture(this.#services.redis);
    if (posture === null) throw unavailable('it has not been heard of for a minute');
    return posture;
  }

  /** The score alone; null when there is none, or it cannot be read now. */
  async score(): Promise<{ score: number; measuredShare: number } | null> {
    const posture = await readSecurityPosture(this.#services.redis).catch((thrown: unknown) => {
      this.#services.log.warn({ err: toError(thrown) }, 'security_posture_unreadable');
      return null;
    });
    if (posture === null || posture.score.value === null) return null;
    return { score: posture.score.value, measuredShare: posture.score.measuredShare };
  }

  /** A user that acl-manager knows. @throws Refusal `not_found`, `acl_manager_unavailable` */
  async userOf(name: string): Promise<SecurityPosture['users'][number]> {
    const posture = await this.#livePosture();
    const user = posture.users.find((one) => one.user === name);
    if (!user) throw new Refusal('not_found', 'there is no such Redis user');
    return user;
  }

  /**
   * Sends a request and waits until acl-manager has taken it up.
   *
   * @param before  run when it is known that acl-manager lives, with the request's id; what it throws ends the request
   * @throws Refusal `acl_manager_unavailable` when it does not answer in time
   */
  async ask(
    ask: SecurityAsk,
    { principal, signal }: { principal: Principal; signal: AbortSignal },
    before: (requestId: string) => Promise<void>,
  ): Promise<SecurityReply> {
    await this.#livePosture();
    const requestId = randomUUID();
    await before(requestId);
    const request = { ...ask, requestId, actor: await this.#nameOf(principal) } as SecurityRequest;
    await sendSecurityRequest(this.#services.redis, request, 'dashboard');
    // Nobody waits for the end of a rotation, and nothing can be said of a test before its end.
    const isEnough = (reply: SecurityReply): boolean => ask.action !== 'test' || reply.state === 'done';
    const wait = { waitMs: this.#replyWaitMs, signal, isEnough };
    const reply = await awaitSecurityReply(this.#services, requestId, wait);
    if (reply === null || !isEnough(reply)) throw unavailable(`it has not answered request ${requestId}`);
    return reply;
  }

  /** @throws Refusal `not_found` when there is no reply, or none any more */
  async reply(requestId: string): Promise<SecurityReply> {
    const reply = await readSecurityReply(this.#services.redis, requestId);
    if (reply === null) throw new Refusal('not_found', 'acl-manager has said nothing of it within five minutes');
    return reply;
  }

  async #livePosture(): Promise<SecurityPosture> {
    const posture = await this.posture();
    const ageMs = this.#services.clock.now() - posture.atMs;
    if (ageMs > quietMs) throw unavailable(`it was last heard of ${Math.round(ageMs / 1_000)} s ago`);
    return posture;
  }

  /** As the chain of acl-manager names people, which knows no ids. */
  async #nameOf(principal: Principal): Promise<string> {
    if (principal.kind !== 'user') return actorOf(principal);
    return (await getUser(this.#services.database, principal.userId)).email;
  }
}

function unavailable(detail: string): Refusal {
  return new Refusal('acl_manager_unavailable', detail, { retryAfterS: 5 });
}
