import type { Page } from 'playwright-core';
import type { SuiteResult } from '../figure.ts';
import type { AlertWatch, Sightings } from '../latency/alert-watch.ts';
import { probe } from '../latency/probes.ts';
import { percentile } from '../measure/statistics.ts';
import { openAlertsPage } from '../page/alerts-page.ts';
import { frameWorkMs } from '../page/frame-work.ts';
import { heapBytes } from '../page/heap.ts';
import { watchSocketFrames } from '../page/socket-frames.ts';
import { startPlatform, type BenchOrg } from '../platform.ts';
import type { SuiteContext } from '../suite-context.ts';

const ALERTS_PER_MINUTE = 500;
const SPACING_MS = 60_000 / ALERTS_PER_MINUTE;
const LONG_SECONDS = 300;
const QUICK_SECONDS = 10;
const APPS = ['db-writer', 'alert-engine', 'dashboard', 'ingest-gateway'];
const MIB = 1_048_576;
const PARTS = 5;
const MIDDLE = 2;
/** Traces of minutes are too large to be kept. */
const TRACED_ALERTS = 50;

/** The list of alerts in Chromium while alerts pour in for minutes: work of its frames, memory, and what it missed. */
export async function runPage({ options, logDir, onStep }: SuiteContext): Promise<SuiteResult> {
  const seconds = options.isQuick ? QUICK_SECONDS : (options.seconds ?? LONG_SECONDS);
  const platform = await startPlatform({ logDir, orgCount: 1, apps: APPS, onStep });
  let close = (): Promise<void> => Promise.resolve();
  try {
    const [own] = platform.orgs as [BenchOrg];
    let seen: Sightings | undefined;
    const opened = await openAlertsPage(platform, own, (page) => {
      seen = watchSocketFrames(page);
      return Promise.resolve();
    });
    close = () => opened.close();
    const { page } = opened;
    const watch: AlertWatch = { seenAtMs: (asset) => (seen as Sightings).seenAtMs(asset), close };
    const target = { gatewayUrl: platform.stack.gatewayUrl, authorization: own.authorization };
    const send = (count: number, prefix: string) => probe(target, [watch], { count, prefix, spacingMs: SPACING_MS });
    onStep('first alerts');
    await send(20, 'first');
    const perPart = Math.ceil((seconds * 1_000) / SPACING_MS / PARTS);
    const heap: number[] = [];
    const work: number[] = [];
    for (let part = 1; part <= PARTS; part++) {
      onStep(`part ${part} of ${PARTS}: ${perPart} alerts, ${ALERTS_PER_MINUTE} a minute`);
      const traced = Math.min(perPart, TRACED_ALERTS);
      work.push(...(await frameWorkMs(page, async () => void (await send(traced, `traced${part}`)))));
      await send(perPart - traced, `part${part}`);
      heap.push(await heapBytes(page));
    }
    const sent = 20 + perPart * PARTS;
    return {
      figures: [
        { name: 'frame_work_p95_ms', value: percentile(work, 0.95), unit: 'ms' },
        { name: 'frame_work_p99_ms', value: percentile(work, 0.99), unit: 'ms' },
        { name: 'heap_last_to_middle_ratio', value: (heap.at(-1) as number) / (heap[MIDDLE] as number), unit: 'ratio' },
        { name: 'heap_end_mib', value: (heap.at(-1) as number) / MIB, unit: 'MiB' },
        { name: 'missed_alerts', value: sent - (await listedCount(page, sent)), unit: 'events' },
      ],
      notes: [
        `${sent} alerts, ${ALERTS_PER_MINUTE} a minute; every one reached the page's socket, missed ones are not in its list`,
        `${work.length} frames were traced, in each part those of ${TRACED_ALERTS} alerts; heap after each part: ${heap.map((one) => (one / MIB).toFixed(1)).join(', ')} MiB`,
      ],
      failures: [],
    };
  } finally {
    await close();
    await platform.close();
  }
}

/** How many alerts the list holds after scrolling to its end, which loads what came before; within half a minute. */
async function listedCount(page: Page, expected: number): Promise<number> {
  const grid = page.getByRole('grid');
  const count = async (): Promise<number> => Number(await grid.getAttribute('aria-rowcount')) - 1;
  // Rows are not focused themselves: the table has the keys.
  await grid.focus();
  const endMs = performance.now() + 30_000;
  while ((await count()) < expected && performance.now() < endMs) {
    await page.keyboard.press('End');
    await page.waitForTimeout(200);
  }
  return count();
}
