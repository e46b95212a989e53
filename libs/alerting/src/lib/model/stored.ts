import type { Alert, AlertRecord, Incident, Severity } from '@redoubt/contracts';
import type { ReasonWords, SubjectField } from './alert-match.ts';
import type { Reputation } from '../reputation.ts';

/** An alert with what the book needs to go on with it; one JSON value of 1-3 kB. */
export interface StoredAlert {
  alert: Alert;
  state: {
    /** Stream time of the last match or reopening: with `lastSeenMs` it says when the episode ends. */
    touchedAtMs: number;
    /** Stream time of its last record. */
    saidAtMs: number;
    /** The alert changed since its last record: `tick` will say so. */
    isUnsaid: boolean;
    /** When people were last told; 0 = never. */
    notifiedAtMs: number;
    /** Greatest value of its window seen. */
    peak: number;
    words: ReasonWords;
    /** Rules that keep it quiet, as its rule names them. */
    inhibitedBy: readonly string[];
    /** Stream time of the resolution or closing. */
    endedAtMs?: number;
    /** Order among the book's objects. */
    seq: number;
  };
}

/** An incident with its bookkeeping; 1-12 kB (200 alert ids, 50 entities). */
export interface StoredIncident {
  incident: Incident;
  state: {
    /** Entity keys whose alerts join it, at most 50. */
    entities: string[];
    /** Risk at `riskAtMs`, not capped at 100. */
    risk: number;
    riskAtMs: number;
    saidAtMs: number;
    /** What `tick` will say of it. */
    unsaid: 'grew' | 'updated' | null;
    /** Stream time of its closing. */
    endedAtMs?: number;
    seq: number;
  };
}

/** An alert as its entities remember it. */
export interface EntityHit {
  alertId: string;
  ruleId: string;
  severity: Severity;
  /** What it added to the entity's risk at `atMs`. */
  risk: number;
  atMs: number;
}

/** Risk of an address, user or asset; 0.2-4 kB (20 hits, reputation of an address). */
export interface StoredEntity {
  /** 32 hex digits, derived from kind and value: fit for a key. */
  entityId: string;
  kind: SubjectField;
  value: string;
  risk: number;
  riskAtMs: number;
  /** The newest 20. */
  hits: EntityHit[];
  /** Of addresses. */
  reputation?: Reputation;
  seq: number;
}

/** What is true of the whole book; under 1 kB. */
export interface BookMeta {
  /** Accept time the book has reached. */
  streamNowMs: number;
  /** Next sequence number. */
  seq: number;
  /** Matches that passed as alerts of their own because the book was full. */
  oneShotAlerts: number;
  /** Incidents not opened because the book was full. */
  incidentsRefused: number;
  /** Episodes ended early because their fingerprint had too many open. */
  episodesCut: number;
}

export interface SuppressionHits {
  suppressionId: string;
  hits: number;
  lastHitMs: number;
}

/** A command that was obeyed; the newest 1,000 are kept. */
export interface StoredCommand {
  commandId: string;
  seq: number;
}

/** All of a book's state, as it was stored; order is of no account. */
export interface StoredBook {
  alerts: readonly StoredAlert[];
  incidents: readonly StoredIncident[];
  entities: readonly StoredEntity[];
  suppressionHits: readonly SuppressionHits[];
  commands: readonly StoredCommand[];
  meta: BookMeta | null;
}

/** What changed since the last call: write all of it, or throw the book away and restore it. */
export interface BookChanges {
  /** Lines for `alerts:stream`, in order. */
  records: AlertRecord[];
  /** Put under `alert.alertId`; each is a copy. */
  alerts: StoredAlert[];
  /** Ids of alerts the book let go. */
  removedAlerts: string[];
  incidents: StoredIncident[];
  removedIncidents: string[];
  entities: StoredEntity[];
  /** Entity ids. */
  removedEntities: string[];
  suppressionHits: SuppressionHits[];
  removedSuppressionHits: string[];
  commands: StoredCommand[];
  removedCommands: string[];
  /** Null when nothing changed but the clock. */
  meta: BookMeta | null;
}
