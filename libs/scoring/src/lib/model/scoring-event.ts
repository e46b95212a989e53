import type { Severity } from '@redoubt/contracts';
import type { OwnModelScore } from './own-model.ts';

/** Most payload values of one event that are looked at. */
export const MAX_VALUES = 8;

/** A payload field that the organisation has opted in for this type of event: a word, or a number. */
export interface ScoringValue {
  field: string;
  value: string | number;
}

/** What the model looks at of one event. */
export interface ScoringEvent {
  /** Epoch ms of the event's own time, else of its acceptance. */
  timeMs: number;
  /** Epoch ms; bounds how far ahead an event time can move the model's clock. */
  receivedAtMs: number;
  eventType: string;
  severity: Severity;
  sourceIp?: string;
  user?: string;
  asset?: string;
  action?: string;
  outcome?: string;
  country?: string;
  process?: string;
  /** At most MAX_VALUES; further ones are not looked at. */
  values?: readonly ScoringValue[];
  /** One more sub-score, where the operator runs a model of his own. */
  ownModel?: OwnModelScore;
}
