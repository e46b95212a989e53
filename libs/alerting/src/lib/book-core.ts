import { DueQueue } from './due-queue.ts';
import { Journal } from './journal.ts';
import { DEFAULT_ALERT_SETTINGS, type AlertSettings } from './model/alert-settings.ts';
import type { BookMeta, SuppressionHits } from './model/stored.ts';
import { Suppressor, type SuppressionTarget } from './suppressor.ts';

/** What the parts of a book share: settings, stream time, sequence, timers and the journal. */
export class BookCore {
  readonly orgId: string;
  settings: AlertSettings = DEFAULT_ALERT_SETTINGS;
  meta: BookMeta = emptyMeta();
  readonly due = new DueQueue();
  readonly journal = new Journal();
  private suppressor = new Suppressor([]);
  private readonly hits = new Map<string, SuppressionHits>();

  constructor(orgId: string) {
    this.orgId = orgId;
  }

  /** Accept time the book has reached; never goes back. */
  get nowMs(): number {
    return this.meta.streamNowMs;
  }

  reach(atMs: number): void {
    if (atMs > this.meta.streamNowMs) this.meta.streamNowMs = atMs;
  }

  nextSeq(): number {
    return this.meta.seq++;
  }

  configure(settings: Partial<AlertSettings>): void {
    this.settings = { ...this.settings, ...settings };
    if (!settings.suppressions) return;
    this.suppressor = new Suppressor(settings.suppressions);
    this.forgetHits();
  }

  /** Hits of suppressions that are no more. */
  private forgetHits(): void {
    const known = new Set(this.settings.suppressions.map(({ suppressionId }) => suppressionId));
    for (const id of this.hits.keys()) {
      if (known.has(id)) continue;
      this.hits.delete(id);
      this.journal.hits.remove(id);
    }
  }

  /** The suppression that hides the target now; the hit is counted. */
  suppressedBy(target: SuppressionTarget, acceptedAtMs: number): string | undefined {
    const suppressionId = this.suppressor.find(target, acceptedAtMs);
    if (suppressionId === undefined) return undefined;
    const entry = this.hits.get(suppressionId) ?? { suppressionId, hits: 0, lastHitMs: acceptedAtMs };
    entry.hits++;
    entry.lastHitMs = Math.max(entry.lastHitMs, acceptedAtMs);
    this.hits.set(suppressionId, entry);
    this.journal.hits.put(suppressionId, entry);
    return suppressionId;
  }

  restore(meta: BookMeta | null, hits: readonly SuppressionHits[]): void {
    this.meta = meta ? { ...meta } : emptyMeta();
    this.due.clear();
    this.journal.clear();
    this.hits.clear();
    for (const entry of hits) this.hits.set(entry.suppressionId, { ...entry });
    this.forgetHits();
  }
}

function emptyMeta(): BookMeta {
  return { streamNowMs: 0, seq: 1, oneShotAlerts: 0, incidentsRefused: 0, episodesCut: 0 };
}
