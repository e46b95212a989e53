import type { Random } from '../random.ts';
import type { TrafficItem } from '../traffic-item.ts';

/** What a scene needs to make its next item. */
export interface Stage {
  random: Random;
  /** Event time, epoch ms. */
  timeMs: number;
  /** An id nobody else in this run has. */
  nextId(): string;
  /** A process id that no other line of this run shows, so that no line repeats. */
  nextPid(): number;
}

/** Makes one item of a kind of traffic. */
export type Scene = (stage: Stage) => TrafficItem;
