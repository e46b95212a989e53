import type { Command } from '@redoubt/contracts';
import type { AlertDesk } from './alert-desk.ts';
import { isHidden, isOpen, type AlertShelf } from './alert-shelf.ts';
import type { BookCore } from './book-core.ts';
import type { EntityTable } from './entity-table.ts';
import type { ByPerson } from './incident-desk.ts';
import type { CommandResult } from './model/command-result.ts';
import type { StoredAlert } from './model/stored.ts';

type AlertCommand = Extract<Command, { type: `alert.${string}` }>;
type Of<T extends AlertCommand['type']> = Extract<AlertCommand, { type: T }>;

const ACCEPTED: CommandResult = { kind: 'accepted' };

/** Obeys what people ask of alerts. Every command obeyed is one record with its actor and note. */
export class AlertCommands {
  private readonly core: BookCore;
  private readonly shelf: AlertShelf;
  private readonly desk: AlertDesk;
  private readonly entities: EntityTable;

  constructor(parts: { core: BookCore; shelf: AlertShelf; desk: AlertDesk; entities: EntityTable }) {
    this.core = parts.core;
    this.shelf = parts.shelf;
    this.desk = parts.desk;
    this.entities = parts.entities;
  }

  apply(command: AlertCommand): CommandResult {
    const held = this.shelf.get(command.alertId);
    if (!held) return refusedUnknown(command.alertId);
    switch (command.type) {
      case 'alert.acknowledge':
        return this.acknowledge(held, command);
      case 'alert.assign':
        return this.assign(held, command);
      case 'alert.close':
        return this.close(held, command);
      case 'alert.reopen':
        return this.reopen(held, command);
      case 'alert.comment':
        return this.say(held, 'commented', command);
    }
  }

  private acknowledge(held: StoredAlert, command: Of<'alert.acknowledge'>): CommandResult {
    if (held.alert.status !== 'firing') return wrongStatus(held, 'only a firing alert can be acknowledged');
    held.alert.status = 'acknowledged';
    return this.say(held, 'acknowledged', command);
  }

  private assign(held: StoredAlert, command: Of<'alert.assign'>): CommandResult {
    if (command.assignee === null) delete held.alert.assignee;
    else held.alert.assignee = command.assignee;
    return this.say(held, 'assigned', command);
  }

  /** Closing a closed alert again gives it another disposition. */
  private close(held: StoredAlert, command: Of<'alert.close'>): CommandResult {
    const { alert } = held;
    const { disposition } = command;
    const isClosed = alert.status === 'closed';
    if (isClosed && (disposition === undefined || disposition === alert.disposition))
      return wrongStatus(held, 'it is closed already');
    if (disposition !== undefined) alert.disposition = disposition;
    if (disposition === 'false_positive' || disposition === 'benign') this.entities.forget(alert);
    if (isClosed) return this.say(held, 'disposed', command);
    this.desk.turn(held, 'closed', 'closed', { isNotifiable: false, ...personOf(command) });
    return ACCEPTED;
  }

  private reopen(held: StoredAlert, command: Of<'alert.reopen'>): CommandResult {
    const { alert } = held;
    if (isOpen(alert)) return wrongStatus(held, 'only a resolved or closed alert can be reopened');
    if (this.shelf.openCount >= this.core.settings.maxOpenAlerts)
      return { kind: 'refused', code: 'full', reason: 'the organisation has as many open alerts as are kept' };
    delete alert.disposition;
    this.desk.turn(held, 'firing', 'reopened', { isNotifiable: !isHidden(alert), ...personOf(command) });
    return ACCEPTED;
  }

  private say(held: StoredAlert, change: Parameters<AlertDesk['say']>[1], command: AlertCommand): CommandResult {
    held.alert.updatedAtMs = this.core.nowMs;
    this.desk.say(held, change, { isNotifiable: false, ...personOf(command) });
    return ACCEPTED;
  }
}

/** Who gave a command, and what they said. */
export function personOf(command: { commandId: string; actor: string; note?: string }): ByPerson {
  const { commandId, actor, note } = command;
  return { actor, commandId, ...(note === undefined ? {} : { note }) };
}

function refusedUnknown(alertId: string): CommandResult {
  const reason = `alert ${alertId} is not held: it never was, or it ended too long ago`;
  return { kind: 'refused', code: 'unknown_alert', reason };
}

function wrongStatus(held: StoredAlert, reason: string): CommandResult {
  return { kind: 'refused', code: 'wrong_status', reason: `the alert is ${held.alert.status}: ${reason}` };
}
