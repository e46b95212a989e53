import { SCORE_RANGES, type EventScore, type ModelState } from '@redoubt/contracts';

/** A score as ml-scorer publishes it, with whatever the test cares about replaced. */
export function eventScoreOf(given: Partial<EventScore>): EventScore {
  return {
    type: 'score',
    eventId: 's-1-0-0',
    eventType: 'successful_login',
    severity: 'low',
    sourceIp: '198.51.100.7',
    user: 'alice',
    asset: 'web-1',
    timeMs: 0,
    acceptedAtMs: given.timeMs ?? 0,
    anomalyScore: 91.5,
    threatScore: 92,
    confidence: 0.75,
    tail: 1e-4,
    isWarmingUp: false,
    reasons: [
      {
        code: 'rarity',
        aspect: 'user_network',
        fields: { user: 'alice', network: '198.51.100.0/24' },
        share: 0.6,
        text: 'user alice, network of 198.51.100.0/24: never seen in the last 1,500 minutes',
      },
    ],
    ...given,
  };
}

/** Scores by range, none where nothing is said. */
export function scoreCounts(given: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: SCORE_RANGES }, (_, range) => given[range] ?? 0);
}

/** The state of a model that has learned from so many events. */
export function modelStateOf(atMs: number, events: number): ModelState {
  return {
    ...{ type: 'model', atMs, learnsSinceMs: 0, learnedUntilMs: atMs, isWarmingUp: false, warmUpEndsMs: 0 },
    ...{ confidence: 1, floodShare: 0, events, lateEvents: 0, futureEvents: 0, sizeClass: 'S', verdicts: 0 },
    ...{ eventsPerDay: 10, detectionScore: 90, budgetPerDay: 10, budgetLeft: 5 },
  };
}
