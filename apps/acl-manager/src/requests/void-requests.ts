import type { SecurityAsker } from '@redoubt/commands';
import type { RequestEntry } from './request-reader.ts';

/**
 * What was asked before a user was out, and is not done any more: all that the user itself asked, and that it be let in
 * again. Told by the looks that found it and not by the ids of entries, which who writes them may choose.
 */
export class VoidRequests {
  /** By user: the last look that began before the user was out. */
  readonly #outSince = new Map<string, number>();
  #looks = 0;

  /** A number for what is read from now on. */
  begin(): number {
    this.#looks += 1;
    return this.#looks;
  }

  /** The user is out, and what of its requests stood in streams is gone. */
  add(user: string): void {
    this.#outSince.set(user, this.#looks);
  }

  /** Why it is not done; undefined when it is to be. */
  reasonFor({ by, request }: RequestEntry, look: number): string | undefined {
    if (look <= this.#lookOf(by)) return `it was asked by ${by} before that user was shut out`;
    if (request?.action !== 'reinstate' || look > this.#lookOf(request.user)) return undefined;
    return reinstatedTooEarly(request.user);
  }

  #lookOf(user: string): number {
    return this.#outSince.get(user) ?? 0;
  }
}

/** Whether it asks that the user be let in, while somebody asks that it be shut out. */
export function reinstates({ request }: RequestEntry, users: ReadonlySet<string>): boolean {
  return request?.action === 'reinstate' && users.has(request.user);
}

export function reinstatedTooEarly(user: string): string {
  return `it was asked before ${user} was shut out; ask again to let ${user} in`;
}

/** Who may only ask for what shuts nobody out and lets nobody in. */
export function refusalFor({ by, request }: RequestEntry): string | undefined {
  if (by === 'cli' || request === null || !OPERATORS_ALONE.has(request.action)) return undefined;
  return `${request.action} is taken from operators alone: redoubt acl revoke, redoubt acl apply`;
}

const OPERATORS_ALONE: ReadonlySet<string> = new Set(['revoke', 'reinstate', 'apply']);

export function isAsker(user: string): user is SecurityAsker {
  return user === 'cli' || user === 'dashboard';
}
