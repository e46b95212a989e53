import { formatCount, formatCounted, formatShare } from '../format/format-number.ts';

export const anomaliesText = {
  title: 'Anomalies',
  note: 'most unusual first, last 24 h',
  list: 'Most unusual events',
  noteWhy: 'Unusual for this organisation, which is not the same as malicious',
  offTitle: 'Anomaly detection is off',
  offText: 'Once it is on, events unlike what this organisation usually sends are listed here with the reasons.',
  turnOn: 'Open flags',
  noneTitle: 'Nothing unusual in 24 hours',
  emptyTitle: 'Nothing was learned yet',
  emptyText: 'The model begins with the next events.',
  learning: (left: string) => `Learning, ${left} to go`,
  learningWhy: 'Until it has seen a day, scores are capped at 60 and nothing becomes an alert.',
  ready: (count: number, since: string) => `Learned from ${formatCounted(count, 'event')} over ${since}`,
  budget: (left: number, perDay: number) =>
    `${formatCount(Math.floor(left))} of ${formatCount(perDay)} alerts a day left`,
  verdicts: (count: number) => `${formatCounted(count, 'verdict')} taken in`,
  alike: (count: number) => `× ${formatCount(count)}`,
  drift: (share: string) => `Drift ${share}`,
  driftWhy:
    'How far scores of the last day are from those of the week before: the widest gap between their shares. Above 20 % what is usual has changed.',
  score: 'Anomaly score',
  why: 'Why it is unusual',
  share: (share: number) => formatShare(share),
  confidence: (share: number) => `Confidence ${formatShare(share)}`,
  capped: 'still learning: the score is capped',
  threat: 'Threat score',
  noReason: 'No single reason stands out.',
};
