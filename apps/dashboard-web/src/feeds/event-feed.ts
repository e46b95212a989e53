import { Feed } from './feed.ts';
import { FrameBatcher } from './frame-batcher.ts';
import { Observable } from './observable.ts';
import { RingBuffer } from './ring-buffer.ts';

/** An event as `/events` sends it. */
export interface FedEvent {
  eventId: string;
  eventType: string;
  severity: 'informational' | 'low' | 'medium' | 'high' | 'critical';
  receivedAtMs: number;
  eventTimeMs?: number;
  sourceIp?: string;
  destinationIp?: string;
  user?: string;
  asset?: string;
  action?: string;
  outcome?: string;
  message?: string;
}

export interface EventSample {
  /** Newest first. */
  rows: readonly FedEvent[];
  /** Events there were, and how many of them were sent, since the feed was opened. */
  seenCount: number;
  shownCount: number;
}

const capacity = 500;
const buffer = new RingBuffer<FedEvent>(capacity);
const empty: EventSample = { rows: [], seenCount: 0, shownCount: 0 };

/** The newest sampled events; the server sends at most 20 a second. */
export const eventSample = new Observable(empty);

interface Batch {
  rows: readonly FedEvent[];
  seen: number;
  shown: number;
}

const batcher = new FrameBatcher<Batch>({
  capacity,
  onFlush: (batches) => {
    let { seenCount, shownCount } = eventSample.value;
    for (const { rows, seen, shown } of batches) {
      for (const row of rows) buffer.push(row);
      seenCount += seen;
      shownCount += shown;
    }
    eventSample.set({ rows: buffer.toArray().reverse(), seenCount, shownCount });
  },
});

export const eventFeed = new Feed({
  namespace: '/events',
  hiddenMs: 0,
  on: { events: (batch: Batch) => batcher.push([batch]) },
});

export function forgetEvents(): void {
  batcher.clear();
  buffer.clear();
  eventSample.set(empty);
}
