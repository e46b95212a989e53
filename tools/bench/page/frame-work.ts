import type { Page } from 'playwright-core';

const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];
const TASK = 'RunTask';
const FRAME_END = 'Commit';

/** An event of Chromium's trace format; times in microseconds, `tdur` of processor time. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/**
 * Traces a page for a while: for each frame that it drew, the processor time that its main thread took since the frame
 * before, scripts, styles, layout and paint all together. What other processes of the machine take is not in it; what
 * tracing costs is.
 *
 * @param whileTraced  what happens meanwhile
 * @returns ms per frame
 */
export async function frameWorkMs(page: Page, whileTraced: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('the page has no browser of its own');
  await browser.startTracing(page, { categories: CATEGORIES });
  await whileTraced();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return frameWorkOf(traceEvents);
}

/** Tasks of renderers' main threads, summed up to the task that ends a frame. */
export function frameWorkOf(events: readonly TraceEvent[]): number[] {
  const mainThreads = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf),
  );
  const frames: number[] = [];
  for (const thread of mainThreads) {
    const own = events.filter((event) => event.ph === 'X' && threadOf(event) === thread).sort((a, b) => a.ts - b.ts);
    const ends = own.filter(({ name }) => name === FRAME_END).map(({ ts }) => ts);
    let workMs = 0;
    for (const { ts, dur = 0, tdur = 0 } of own.filter(({ name }) => name === TASK)) {
      workMs += tdur / 1_000;
      if (!ends.some((endTs) => endTs >= ts && endTs < ts + dur)) continue;
      frames.push(workMs);
      workMs = 0;
    }
  }
  return frames;
}

function threadOf({ pid, tid }: TraceEvent): string {
  return `${pid}:${tid}`;
}
