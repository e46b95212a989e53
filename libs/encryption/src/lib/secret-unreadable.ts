import { PermanentError } from '@redoubt/contracts';

/** `unknown_key`: sealed with a key that is not here; `damaged`: changed, cut short, or sealed for another place. */
export type UnreadableReason = 'unknown_key' | 'damaged';

/** A sealed value could not be opened. Neither message nor cause says anything about what it holds. */
export class SecretUnreadable extends PermanentError {
  readonly reason: UnreadableReason;

  constructor(reason: UnreadableReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
