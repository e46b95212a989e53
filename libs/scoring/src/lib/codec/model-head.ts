import type { FeedbackState } from '../feedback/feedback-state.ts';
import type { SilenceState } from '../silence/silence-watch.ts';
import type { FloodShare } from '../model/flood-share.ts';
import type { OrgModel } from '../model/org-model.ts';

type FloodState = Pick<FloodShare, 'flagged' | 'total' | 'share'>;

/** The numbers of a model that stand in no array. */
export interface ModelHead {
  orgId: string;
  seed: number[];
  sizeClass: string;
  startTick: number;
  tick: number;
  /** Absent in blobs of earlier builds, which counted gaps in full. */
  watchedTicks?: number;
  events: number;
  lateEvents: number;
  futureEvents: number;
  changeUntilTick: number;
  flood: FloodState;
  surge: FloodState;
  allowed: [key: number, untilTick: number][];
  frozen: [key: number, untilTick: number][];
  feedback: FeedbackState;
  silence: SilenceState;
}

function floodState({ flagged, total, share }: FloodShare): FloodState {
  return { flagged, total, share };
}

export function readModelHead(model: OrgModel): ModelHead {
  const { orgId, sizeClass, startTick, tick, watchedTicks, events, lateEvents, futureEvents, changeUntilTick, marks } =
    model;
  return {
    orgId,
    seed: [...model.seed],
    sizeClass,
    startTick,
    tick,
    watchedTicks,
    events,
    lateEvents,
    futureEvents,
    changeUntilTick,
    flood: floodState(model.flood),
    surge: floodState(model.surge),
    allowed: [...marks.allowed],
    frozen: [...marks.frozen],
    feedback: model.feedback.state(),
    silence: model.silence.state(),
  };
}

/** Gives a new model whose arrays are filled the rest of its state. */
export function restoreModelHead(model: OrgModel, head: ModelHead): void {
  model.startTick = head.startTick;
  model.watchedTicks = head.watchedTicks ?? head.tick - head.startTick;
  model.events = head.events;
  model.lateEvents = head.lateEvents;
  model.futureEvents = head.futureEvents;
  model.changeUntilTick = head.changeUntilTick;
  Object.assign(model.flood, head.flood);
  Object.assign(model.surge, head.surge);
  for (const [key, until] of head.allowed) model.marks.allowed.set(key, until);
  for (const [key, until] of head.frozen) model.marks.frozen.set(key, until);
  model.feedback.restore(head.feedback);
  model.silence.restore(head.silence);
  model.calibrator.refresh();
  model.resumeAt(head.tick);
}
