import type { AlertMatch } from '../lib/model/alert-match.ts';

export interface NaiveEpisode {
  eventIds: string[];
  timesMs: number[];
  count: number;
  severity: number;
}

const RANKS = ['informational', 'low', 'medium', 'high', 'critical'];

/**
 * The brute-force reference of episodes for one fingerprint whose matches never let an episode time out: nothing but
 * lists. A match belongs to the open episode that has an event nearest to it, nearer than the window; else it opens one,
 * and of four open ones the one that lies furthest back ends. Opening beside one of the four that ended last goes on with it.
 */
export function naiveEpisodes(matches: readonly AlertMatch[], windowMs: number, maxOpen = 4): NaiveEpisode[] {
  const all: NaiveEpisode[] = [];
  let open: NaiveEpisode[] = [];
  const ended: NaiveEpisode[] = [];
  for (const match of matches) {
    const near = open
      .map((episode) => ({ episode, gap: gapOf(episode, match.timeMs) }))
      .filter(({ gap }) => gap < windowMs)
      .sort(
        (a, b) =>
          a.gap - b.gap || lastOf(b.episode) - lastOf(a.episode) || all.indexOf(b.episode) - all.indexOf(a.episode),
      )
      .at(0)?.episode;
    if (near) {
      near.eventIds.push(match.eventId);
      near.timesMs.push(match.timeMs);
      near.count += match.addedCount;
      near.severity = Math.max(near.severity, RANKS.indexOf(match.severity));
      continue;
    }
    const isContinued = ended.slice(-4).some((episode) => gapOf(episode, match.timeMs) < windowMs);
    if (open.length === maxOpen) {
      const furthest = [...open].sort((a, b) => lastOf(a) - lastOf(b) || all.indexOf(a) - all.indexOf(b))[0];
      open = open.filter((episode) => episode !== furthest);
      if (furthest) ended.push(furthest);
    }
    const episode = {
      eventIds: [match.eventId],
      timesMs: [match.timeMs],
      count: isContinued ? match.addedCount : match.count,
      severity: RANKS.indexOf(match.severity),
    };
    open.push(episode);
    all.push(episode);
  }
  return all;
}

/** Inside the span of an episode the gap is 0. */
function gapOf(episode: NaiveEpisode, timeMs: number): number {
  const [first, last] = [Math.min(...episode.timesMs), lastOf(episode)];
  if (timeMs >= first && timeMs <= last) return 0;
  return Math.min(Math.abs(timeMs - first), Math.abs(timeMs - last));
}

function lastOf(episode: NaiveEpisode): number {
  return Math.max(...episode.timesMs);
}
