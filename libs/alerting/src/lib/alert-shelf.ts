import type { Alert, AlertSubject } from '@redoubt/contracts';
import type { StoredAlert } from './model/stored.ts';

const KEY_FIELDS = ['sourceIp', 'user', 'asset', 'group'] as const;
/** Ended episodes of a fingerprint that a match is compared with. */
const ENDED_LOOKED_AT = 4;

interface Episodes {
  open: StoredAlert[];
  /** In the order of their ends. */
  ended: StoredAlert[];
}

export function isOpen(alert: Pick<Alert, 'status'>): boolean {
  return alert.status === 'firing' || alert.status === 'acknowledged';
}

/** True when nobody is told of it. */
export function isHidden(alert: Alert): boolean {
  return alert.suppressedBy !== undefined || alert.inhibitedBy !== undefined;
}

/** The alerts a book holds, found by id, fingerprint, or rule and subject. */
export class AlertShelf {
  private readonly byId = new Map<string, StoredAlert>();
  private readonly byFingerprint = new Map<string, Episodes>();
  private readonly openByRule = new Map<string, Set<StoredAlert>>();
  /** Ended alerts, the one that ended first in front. */
  private readonly resting = new Map<string, StoredAlert>();

  get openCount(): number {
    return this.byId.size - this.resting.size;
  }

  get restingCount(): number {
    return this.resting.size;
  }

  get(alertId: string): StoredAlert | undefined {
    return this.byId.get(alertId);
  }

  all(): Iterable<StoredAlert> {
    return this.byId.values();
  }

  /** Open episodes of a fingerprint, at most 4 by the book's rules. */
  openOf(fingerprint: string): readonly StoredAlert[] {
    return this.byFingerprint.get(fingerprint)?.open ?? [];
  }

  /** The newest ended episodes of a fingerprint, newest first. */
  endedOf(fingerprint: string): readonly StoredAlert[] {
    return this.byFingerprint.get(fingerprint)?.ended.slice(-ENDED_LOOKED_AT).reverse() ?? [];
  }

  /** Open alerts of a rule that share the value of a subject field, in the order in which they opened (`state.seq`). */
  openOfRule(ruleId: string, field: keyof AlertSubject, value: string): Iterable<StoredAlert> {
    return this.openByRule.get(ruleKey(ruleId, field, value)) ?? [];
  }

  /** The ended alert that has rested longest. */
  oldestResting(): StoredAlert | undefined {
    return this.resting.values().next().value;
  }

  /** Puts an alert where its status says; to be called when it is new and whenever it ended or was opened again. */
  place(held: StoredAlert): void {
    this.remove(held);
    const { alert } = held;
    this.byId.set(alert.alertId, held);
    const episodes = this.byFingerprint.get(alert.fingerprint) ?? { open: [], ended: [] };
    this.byFingerprint.set(alert.fingerprint, episodes);
    if (isOpen(alert)) {
      episodes.open.push(held);
      for (const key of ruleKeys(alert)) this.openByRule.set(key, (this.openByRule.get(key) ?? new Set()).add(held));
    } else {
      episodes.ended.push(held);
      this.resting.set(alert.alertId, held);
    }
  }

  remove(held: StoredAlert): void {
    const { alert } = held;
    if (!this.byId.delete(alert.alertId)) return;
    this.resting.delete(alert.alertId);
    const episodes = this.byFingerprint.get(alert.fingerprint);
    if (episodes) {
      drop(episodes.open, held);
      drop(episodes.ended, held);
      if (episodes.open.length + episodes.ended.length === 0) this.byFingerprint.delete(alert.fingerprint);
    }
    for (const key of ruleKeys(alert)) {
      const set = this.openByRule.get(key);
      if (set?.delete(held) && set.size === 0) this.openByRule.delete(key);
    }
  }

  clear(): void {
    for (const part of [this.byId, this.byFingerprint, this.openByRule, this.resting]) part.clear();
  }
}

function drop(list: StoredAlert[], held: StoredAlert): void {
  const at = list.indexOf(held);
  if (at >= 0) list.splice(at, 1);
}

function ruleKeys({ ruleId, subject }: Alert): string[] {
  return KEY_FIELDS.flatMap((field) => {
    const value = subject[field];
    return value === undefined ? [] : [ruleKey(ruleId, field, value)];
  });
}

function ruleKey(ruleId: string, field: string, value: string): string {
  return `${field} ${ruleId.length} ${ruleId}${value}`;
}
