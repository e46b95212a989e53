import type { FeedbackState } from '../feedback/feedback-state.ts';
import type { SilenceWatch } from '../silence/silence-watch.ts';
import type { OrgModel } from '../model/org-model.ts';

/** The numbers of a model that stand in no array. */
export interface ModelHead {
  orgId: string;
  seed: number[];
  sizeClass: string;
  startTick: number;
  tick: number;
  events: number;
  lateEvents: number;
  futureEvents: number;
  flood: { flagged: number; total: number; share: number };
  allowed: [key: number, untilTick: number][];
  frozen: [key: number, untilTick: number][];
  feedback: FeedbackState;
  silence: ReturnType<SilenceWatch['state']>;
}

export function readModelHead(model: OrgModel): ModelHead {
  const { orgId, sizeClass, startTick, tick, events, lateEvents, futureEvents, flood, marks } = model;
  return {
    orgId,
    seed: [...model.seed],
    sizeClass,
    startTick,
    tick,
    events,
    lateEvents,
    futureEvents,
    flood: { flagged: flood.flagged, total: flood.total, share: flood.share },
    allowed: [...marks.allowed],
    frozen: [...marks.frozen],
    feedback: model.feedback.state(),
    silence: model.silence.state(),
  };
}

/** Gives a new model whose arrays are filled the rest of its state. */
export function restoreModelHead(model: OrgModel, head: ModelHead): void {
  model.startTick = head.startTick;
  model.events = head.events;
  model.lateEvents = head.lateEvents;
  model.futureEvents = head.futureEvents;
  Object.assign(model.flood, head.flood);
  for (const [key, until] of head.allowed) model.marks.allowed.set(key, until);
  for (const [key, until] of head.frozen) model.marks.frozen.set(key, until);
  model.feedback.restore(head.feedback);
  model.silence.restore(head.silence);
  model.resumeAt(head.tick);
}
