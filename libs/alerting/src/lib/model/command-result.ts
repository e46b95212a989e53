/** Why a command was not obeyed. */
export type CommandRefusal = 'unknown_alert' | 'unknown_incident' | 'wrong_status' | 'exists' | 'full';

/** How a command ended. Refusals and repeats leave no record. */
export type CommandResult =
  | { kind: 'accepted' }
  /** Its commandId was obeyed before. */
  | { kind: 'duplicate' }
  | { kind: 'refused'; code: CommandRefusal; reason: string }
  /** Nothing to do with alerts (`settings.changed`). */
  | { kind: 'ignored' };
