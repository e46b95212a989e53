import type { Command } from '@redoubt/contracts';
import type { AlertMatch } from './model/alert-match.ts';
import type { AlertSettings } from './model/alert-settings.ts';
import type { CommandResult } from './model/command-result.ts';
import type { BookChanges, StoredBook } from './model/stored.ts';

/** The alerts, incidents and risks of one organisation. */
export class AlertBook {
  /** Settings not given are `DEFAULT_ALERT_SETTINGS`. */
  constructor(options: { orgId: string; settings?: Partial<AlertSettings> }) {
    void options;
  }

  /** Takes settings over; they hold from the next input. */
  configure(settings: Partial<AlertSettings>): void {
    void settings;
  }

  /** Replaces all state by what was stored. */
  restore(stored: StoredBook): void {
    void stored;
  }

  applyMatch(match: AlertMatch): void {
    void match;
  }

  /** @param atMs accept time of the command */
  applyCommand(command: Command, atMs: number): CommandResult {
    void command;
    void atMs;
    return { kind: 'ignored' };
  }

  /** Does what has come due by `streamNowMs`: resolutions, count updates, stale incidents. */
  tick(streamNowMs: number): void {
    void streamNowMs;
  }

  /** When `tick` has something to do next, epoch ms; undefined = never. */
  nextDueMs(): number | undefined {
    return undefined;
  }

  takeChanges(): BookChanges {
    throw new TypeError('not yet');
  }
}
