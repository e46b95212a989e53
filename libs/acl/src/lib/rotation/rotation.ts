import { toError, type Clock } from '@redoubt/contracts';
import type { Logger } from '@redoubt/telemetry';
import type { AclCluster } from '../cluster/acl-cluster.ts';
import { applyUsers, type ApplyResult } from '../cluster/apply.ts';
import type { DeclaredUsers } from '../cluster/plan.ts';
import { newPassword, type Credential, type CredentialStore, type RotationState } from './credential-store.ts';
import { RotationError, type RotationEvidence, type RotationStep } from './evidence.ts';
import type { ConsumerOfPassword, Waiting } from './switchers.ts';

export interface RotationDeps {
  cluster: AclCluster;
  store: CredentialStore;
  /** The users as they should be, with the passwords that the store has at this moment. */
  declared: () => Promise<DeclaredUsers>;
  /** How the user's services come to the new password, and how it is seen that all have. */
  switcherOf: (user: string) => ConsumerOfPassword;
  clock: Clock;
  log: Logger;
  /** Keeps others from writing users meanwhile; by default nobody else does. */
  exclusively?: <T>(work: () => Promise<T>) => Promise<T>;
  /** Told before each step is taken; an error thrown ends the rotation there, as a crash would. */
  onStep?: (step: RotationStep, user: string) => void;
}

/** Of one run: `signal` stops it before the next step, as long as it can be turned round. */
export interface RotationRun extends Waiting {
  /** Who asks for it, kept with a rotation that begins. */
  actor?: string;
}

/**
 * Exchanges the password of a user while its services go on:
 *
 * `prepared` a new one is in the store → `added` every node takes both → `switched` services get the new one → `proven`
 * no connection has the old one, or those that do are named → `removing` every node takes the new one alone, what still
 * has the old one is ended → done, with a record of it.
 *
 * Each step is written to the store before it is taken and may be taken twice, so that `run` goes on after a crash at
 * any point. Until `removing` a rotation can be turned round.
 */
export class Rotation {
  readonly #deps: RotationDeps;

  constructor(deps: RotationDeps) {
    this.#deps = deps;
  }

  /**
   * Begins a rotation, or goes on with one that was broken off.
   *
   * @param reason stands in the record
   * @throws RotationError naming the step that could not be taken; both passwords hold as they did, and `run` goes on
   */
  async run(user: string, reason: string, { signal, onOlder, actor }: RotationRun = {}): Promise<RotationEvidence> {
    const held = await this.#read(user);
    const startedAtMs = this.#deps.clock.now();
    const asked = { reason, ...(actor === undefined ? {} : { actor }) };
    const rotation: RotationState = held.rotation ?? { step: 'prepared', startedAtMs, ...asked, isBack: false };
    let credential: Credential = { ...held, rotation };
    let added: ApplyResult | undefined;
    if (rotation.step === 'prepared') {
      // In one turn: whoever compares nodes with the store must not meet what is still on its way.
      added = await this.#exclusively(async () => {
        if (held.rotation === undefined) {
          credential.next = { password: newPassword(), createdAtMs: this.#deps.clock.now() };
          await this.#enter(credential, 'prepared');
        }
        return this.#apply(user, 'prepared');
      });
      credential = await this.#enter(credential, 'added');
    }
    ensureGoesOn(credential, signal);
    if (credential.rotation?.step === 'added') credential = await this.#switch(credential);
    // A store that keeps the password of services apart may have been broken off before that one.
    else if (credential.rotation?.step === 'switched') credential = await this.#enter(credential, 'switched');
    ensureGoesOn(credential, signal);
    if (credential.rotation?.step === 'switched')
      credential = await this.#prove(credential, { ...(signal ? { signal } : {}), ...(onOlder ? { onOlder } : {}) });
    ensureGoesOn(credential, signal);
    return this.#finish(credential, added);
  }

  /**
   * Turns a rotation round: services go back to the password they had, and the new one is forgotten. Asked of one that
   * is turned round already, it goes on with that.
   *
   * @throws RotationError when none is under way, or when it is too late
   */
  async rollBack(user: string, reason: string): Promise<RotationEvidence | undefined> {
    const { rotation, previous, password, createdAtMs } = await this.#read(user);
    if (rotation?.isBack) return this.run(user, reason);
    const held = { user, password, createdAtMs };
    if (rotation === undefined) throw new RotationError(user, 'prepared', 'no rotation is under way');
    if (rotation.step === 'removing') throw new RotationError(user, 'removing', 'the old password is gone already');
    this.#deps.onStep?.(rotation.step, user);
    if (previous === undefined) {
      // Nobody has used the new one: it is enough to forget it.
      await this.#exclusively(async () => {
        await this.#deps.store.write({ ...held, rolledBackAtMs: this.#deps.clock.now() });
        await this.#apply(user, rotation.step);
      });
      this.#deps.log.info({ user, reason }, 'rotation_taken_back');
      return undefined;
    }
    const replaced = { password: held.password, createdAtMs: held.createdAtMs };
    const state: RotationState = { ...rotation, step: 'added', reason, isBack: true };
    await this.#deps.store.write({ ...held, next: previous, previous: replaced, rotation: state });
    return this.run(user, reason);
  }

  async #read(user: string): Promise<Credential> {
    const found = await this.#deps.store.read(user);
    if (found === undefined) throw new RotationError(user, 'prepared', 'the store has no such user');
    return found;
  }

  /** Notes the step in the store; what it stands for is done after that. */
  async #enter(credential: Credential, step: RotationStep): Promise<Credential> {
    this.#deps.onStep?.(step, credential.user);
    const entered = { ...credential, rotation: { ...(credential.rotation as RotationState), step } };
    await this.#attempt(credential.user, step, () => this.#deps.store.write(entered));
    this.#deps.log.info({ user: credential.user, step }, 'rotation_step');
    return entered;
  }

  /** Every node takes what the store has of the user, and nothing else changes there. */
  async #apply(user: string, step: RotationStep): Promise<ApplyResult> {
    const result = await this.#attempt(user, step, async () =>
      applyUsers(this.#deps.cluster, await this.#deps.declared(), { only: user }),
    );
    if (result.isOk) return result;
    const reasons = [
      ...result.refused,
      ...result.nodes.flatMap(({ address, error }) => (error ? [`${address}: ${error}`] : [])),
    ];
    throw new RotationError(user, step, reasons.join('; '));
  }

  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#deps.exclusively ? this.#deps.exclusively(work) : work();
  }

  /** The new password becomes the one that services read; the old one still holds. */
  async #switch(credential: Credential): Promise<Credential> {
    const { next, ...rest } = credential;
    if (next === undefined) throw new RotationError(credential.user, 'added', 'the store has lost the new password');
    const previous = { password: credential.password, createdAtMs: credential.createdAtMs };
    const rotation = { ...(credential.rotation as RotationState), switchedAtMs: this.#deps.clock.now() };
    return this.#enter({ ...rest, ...next, previous, rotation }, 'switched');
  }

  async #prove(credential: Credential, waiting: Waiting): Promise<Credential> {
    const { user } = credential;
    const switcher = this.#deps.switcherOf(user);
    await this.#attempt(user, 'switched', () => switcher.hand(credential));
    const older = await this.#attempt(user, 'switched', () => switcher.untilUsed(credential, waiting));
    ensureGoesOn(credential, waiting.signal);
    const rotation = {
      ...(credential.rotation as RotationState),
      stragglers: older.map(({ name, address, node }) => ({ name, address, node })),
    };
    return this.#enter({ ...credential, rotation }, 'proven');
  }

  async #finish(proven: Credential, added: ApplyResult | undefined): Promise<RotationEvidence> {
    const { user } = proven;
    const [credential, removed] = await this.#exclusively(async () => {
      const entered = proven.rotation?.step === 'removing' ? proven : await this.#enter(proven, 'removing');
      return [entered, await this.#apply(user, 'removing')] as const;
    });
    const { password, createdAtMs, previous } = credential;
    const state = credential.rotation as RotationState;
    const final = { user, password, createdAtMs };
    const switcher = this.#deps.switcherOf(user);
    const killed = await this.#attempt(user, 'removing', () => switcher.endOlder(credential));
    const left = await this.#attempt(user, 'removing', () => switcher.older(credential));
    if (left.length > 0)
      throw new RotationError(user, 'removing', `${left.length} connections with the old password are left`);
    this.#deps.onStep?.('done', user);
    await this.#attempt(user, 'removing', () =>
      this.#deps.store.write(state.isBack ? { ...final, rolledBackAtMs: this.#deps.clock.now() } : final),
    );
    const evidence: RotationEvidence = {
      user,
      reason: state.reason,
      isBack: state.isBack,
      startedAtMs: state.startedAtMs,
      switchedAtMs: state.switchedAtMs ?? state.startedAtMs,
      endedAtMs: this.#deps.clock.now(),
      stragglers: state.stragglers ?? [],
      killed,
      olderConnections: 0,
      nodes: removed.nodes.map(({ address, digest, isSaved }) => ({ address, digest, isSaved })),
      wasResumed: added === undefined,
    };
    this.#deps.log.info(
      { ...evidence, nodes: evidence.nodes.length, hadPrevious: previous !== undefined },
      'rotation_done',
    );
    return evidence;
  }

  async #attempt<T>(user: string, step: RotationStep, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof RotationError) throw error;
      throw new RotationError(user, step, toError(error).message);
    }
  }
}

/** Once the old password is being removed there is only one way left. */
function ensureGoesOn({ user, rotation }: Credential, signal: AbortSignal | undefined): void {
  const step = rotation?.step ?? 'prepared';
  if (signal?.aborted && step !== 'removing') throw new RotationError(user, step, 'it was stopped');
}
