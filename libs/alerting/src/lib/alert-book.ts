import type { Command } from '@redoubt/contracts';
import { AlertCommands } from './alert-commands.ts';
import { AlertDesk } from './alert-desk.ts';
import { AlertShelf } from './alert-shelf.ts';
import { BookCore } from './book-core.ts';
import { CommandLog } from './command-log.ts';
import { EntityTable } from './entity-table.ts';
import { Grouping } from './grouping.ts';
import { IncidentCommands } from './incident-commands.ts';
import { IncidentDesk } from './incident-desk.ts';
import type { AlertMatch } from './model/alert-match.ts';
import type { AlertSettings } from './model/alert-settings.ts';
import type { CommandResult } from './model/command-result.ts';
import type { BookChanges, BookMeta, StoredAlert, StoredBook } from './model/stored.ts';

/** Numbers of a book, for metrics. */
export interface BookCounts extends BookMeta {
  openAlerts: number;
  restingAlerts: number;
  openIncidents: number;
  entities: number;
}

/**
 * The alerts, incidents and risks of one organisation. Pure: the same inputs in the same order give the same records,
 * wherever between them changes are taken, stored and restored.
 */
export class AlertBook {
  private readonly core: BookCore;
  private readonly shelf = new AlertShelf();
  private readonly entities: EntityTable;
  private readonly incidents: IncidentDesk;
  private readonly alerts: AlertDesk;
  private readonly alertCommands: AlertCommands;
  private readonly incidentCommands: IncidentCommands;
  private readonly commands: CommandLog;

  /** Settings not given are `DEFAULT_ALERT_SETTINGS`. */
  constructor(options: { orgId: string; settings?: Partial<AlertSettings> }) {
    const core = new BookCore(options.orgId);
    const { shelf } = this;
    const entities = new EntityTable(core);
    const desk = new IncidentDesk(core);
    const grouping = new Grouping({ core, shelf, entities, desk });
    const alerts = new AlertDesk({ core, shelf, grouping, incidents: desk });
    this.core = core;
    this.entities = entities;
    this.incidents = desk;
    this.alerts = alerts;
    this.alertCommands = new AlertCommands({ core, shelf, desk: alerts, entities });
    this.incidentCommands = new IncidentCommands({ core, shelf, alerts, desk });
    this.commands = new CommandLog(core);
    if (options.settings) core.configure(options.settings);
  }

  /** Takes settings over; they hold from the next input. */
  configure(settings: Partial<AlertSettings>): void {
    this.core.configure(settings);
    this.scheduleAll();
  }

  /**
   * Replaces all state by what was stored; what was not taken yet is gone. Settings stay, and must be there before: hits
   * of suppressions they do not have are forgotten.
   */
  restore(stored: StoredBook): void {
    this.core.restore(stored.meta, stored.suppressionHits);
    this.entities.restore(stored.entities);
    this.commands.restore(stored.commands);
    this.shelf.clear();
    for (const { alert, state } of [...stored.alerts].sort((left, right) => left.state.seq - right.state.seq))
      this.shelf.place({ alert: { ...alert }, state: { ...state } });
    this.incidents.restore(stored.incidents);
    this.scheduleAll();
  }

  /** Counts a match in: it opens an alert or folds into one. */
  applyMatch(match: AlertMatch): void {
    this.tick(match.receivedAtMs);
    this.alerts.apply(match);
    if (match.listed) this.entities.recordListed(match.listed, match.timeMs);
  }

  /**
   * Obeys a person. What cannot be done is refused with a reason.
   *
   * @param atMs accept time of the command
   */
  applyCommand(command: Command, atMs: number): CommandResult {
    this.tick(atMs);
    if (command.type === 'settings.changed') return { kind: 'ignored' };
    if (this.commands.has(command.commandId)) return { kind: 'duplicate' };
    const result = isAlertCommand(command) ? this.alertCommands.apply(command) : this.incidentCommands.apply(command);
    if (result.kind === 'accepted') this.commands.add(command.commandId);
    return result;
  }

  /** Does what has come due by `streamNowMs`: resolutions, count updates, stale incidents. Earlier times do nothing. */
  tick(streamNowMs: number): void {
    for (let due = this.core.due.take(streamNowMs); due; due = this.core.due.take(streamNowMs)) {
      this.core.reach(due.dueMs);
      const kind = due.key.startsWith('say') ? 'say' : 'end';
      const id = due.key.slice(6);
      if (due.key.charAt(4) === 'a') this.alerts.onDue(kind, id);
      else this.incidents.onDue(kind, id);
    }
    this.core.reach(streamNowMs);
  }

  /** When `tick` has something to look at next, epoch ms; undefined = never. */
  nextDueMs(): number | undefined {
    return this.core.due.peekMs();
  }

  /** What changed since the last call; write all of it, or restore. */
  takeChanges(): BookChanges {
    return this.core.journal.take({ ...this.core.meta });
  }

  /** An alert the book holds, as it stands. */
  alert(alertId: string): Readonly<StoredAlert> | undefined {
    return this.shelf.get(alertId);
  }

  counts(): BookCounts {
    return {
      ...this.core.meta,
      openAlerts: this.shelf.openCount,
      restingAlerts: this.shelf.restingCount,
      openIncidents: this.incidents.openCount,
      entities: this.entities.size,
    };
  }

  private scheduleAll(): void {
    for (const held of this.shelf.all()) this.alerts.schedule(held);
    this.incidents.scheduleAll();
  }
}

function isAlertCommand(command: Command): command is Extract<Command, { type: `alert.${string}` }> {
  return command.type.startsWith('alert.');
}
