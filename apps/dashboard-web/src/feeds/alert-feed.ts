import type { Alert, AlertChangeKind, Incident, IncidentChangeKind } from '@redoubt/contracts';
import { CaseStore } from './case-store.ts';
import { Feed } from './feed.ts';
import { Observable } from './observable.ts';

/** An alert or incident after a change, as `/alerts` sends it. */
type Fed<T, Change> = T & { streamId: string; change: Change; actor?: string };
export type FedAlert = Fed<Alert, AlertChangeKind>;
export type FedIncident = Fed<Incident, IncidentChangeKind>;

/** Changes that the server could not send. */
export interface FeedGap {
  droppedCount: number;
  fromId: string;
  toId: string;
}

const hiddenMs = 60_000;

/** Counts up whenever loaded lists may miss something: load them again. */
export const missed = new Observable(0);

const onMissed = (): void => missed.set(missed.value + 1);

/** The latest changes of alerts and incidents of the organisation. */
export const alertChanges = new CaseStore<FedAlert>({ idOf: ({ alertId }) => alertId, onDropped: onMissed });
export const incidentChanges = new CaseStore<FedIncident>({
  idOf: ({ incidentId }) => incidentId,
  onDropped: onMissed,
});

function position(items: readonly { streamId: string }[]): void {
  const last = items.at(-1);
  if (last) alertFeed.lastId = last.streamId;
}

export const alertFeed = new Feed({
  namespace: '/alerts',
  hiddenMs,
  onResumed: onMissed,
  on: {
    ready: ({ lastId }: { lastId: string }) => {
      alertFeed.lastId = lastId;
    },
    alerts: (items: FedAlert[]) => {
      alertChanges.push(items);
      position(items);
    },
    incidents: (items: FedIncident[]) => {
      incidentChanges.push(items);
      position(items);
    },
    gap: ({ toId }: FeedGap) => {
      alertFeed.lastId = toId;
      onMissed();
    },
  },
});
