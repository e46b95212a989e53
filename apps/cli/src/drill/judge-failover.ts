import type { HandedOver } from './hand-over.ts';

/** How the events of a drill fared. */
export interface EventFigures {
  /** Events that the gateway answered 202 for. */
  accepted: number;
  /** Longest time in which the gateway took nothing, up to the end, ms. */
  longestGapMs: number;
  /** Requests that were answered otherwise, or not at all, and made again. */
  retries: number;
  /** Accepted, and not in PostgreSQL; left out when it could not be looked up, as is the next. */
  lost?: number;
  /** Copies beyond the first. */
  duplicated?: number;
}

/** Figures of a drill, and what stands against it. @param mostMs how long writes and events may wait */
export function judgeFailover(
  handed: HandedOver,
  events: EventFigures,
  mostMs: number,
): { figures: Record<string, number>; faults: string[] } {
  const { steps, writes, writesLost, longestWriteGapMs } = handed;
  const { lost, duplicated } = events;
  const figures = {
    failovers: steps.length,
    slowestPromotionMs: Math.max(0, ...steps.map(({ promotedMs }) => promotedMs)),
    writes,
    writesLost,
    longestWriteGapMs,
    eventsAccepted: events.accepted,
    ...(lost === undefined ? {} : { eventsLost: lost }),
    ...(duplicated === undefined ? {} : { eventsDuplicated: duplicated }),
    longestAcceptGapMs: events.longestGapMs,
    retries: events.retries,
  };
  const faults = [...handed.faults];
  if (writesLost > 0) faults.push(`${writesLost} acknowledged writes are gone`);
  if (lost !== undefined && lost > 0) faults.push(`${lost} accepted events are not stored`);
  if (duplicated !== undefined && duplicated > 0) faults.push(`${duplicated} events are stored twice`);
  if (longestWriteGapMs > mostMs) faults.push(`writes waited for ${longestWriteGapMs} ms`);
  if (events.longestGapMs > mostMs) faults.push(`events waited for ${events.longestGapMs} ms`);
  return { figures, faults };
}
