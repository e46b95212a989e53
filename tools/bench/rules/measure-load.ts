import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildRuleSetInWorker, type RuleSet, type SigmaEvent } from '@redoubt/sigma';
import type { LoadResult, RulesPlan } from './rules-plan.ts';

const EVENTS_PER_TURN = 10;

/** Of each source that has many rules one event, so that all of them have to be made ready. */
const EVENTS: readonly SigmaEvent[] = [
  sourced(['process_creation'], { Image: 'C:\\Windows\\System32\\cmd.exe', CommandLine: 'cmd.exe /c whoami' }),
  sourced(['registry_set', 'registry_event'], {
    TargetObject: 'HKLM\\Software\\Example',
    Details: 'DWORD (0x00000001)',
  }),
  sourced(['file_event'], { TargetFilename: 'C:\\Users\\anna\\Downloads\\note.txt' }),
];

/** Loads and reloads a pack as the engine does, and weighs the process. The event loop is at work meanwhile. */
export async function measureLoad(plan: RulesPlan & { kind: 'load' }): Promise<LoadResult> {
  const loadSeconds: number[] = [];
  const before = liveBytes();
  const startedMs = performance.now();
  let set = await load(plan.packFile);
  loadSeconds.push((performance.now() - startedMs) / 1_000);
  const mainProcessBytes = process.memoryUsage.rss();
  const peakProcessBytes = process.resourceUsage().maxRSS * 1_024;
  set.matchUnrouted(EVENTS[0] as SigmaEvent, []);
  const compiledBytes = liveBytes() - before;
  // The runtime gives the pages of an ended thread back some seconds later.
  await sleep(plan.settleMs);
  const settledProcessBytes = process.memoryUsage.rss();
  const stallMs: number[] = [];
  const idleStallMs: number[] = [];
  const loop = new BusyLoop(set);
  for (let reload = 0; reload < plan.reloads; reload++) {
    loop.restart();
    const reloadStartedMs = performance.now();
    set = await load(plan.packFile);
    const seconds = (performance.now() - reloadStartedMs) / 1_000;
    loop.swap(set);
    await sleep(100);
    stallMs.push(loop.longestMs);
    loadSeconds.push(seconds);
    loop.restart();
    await sleep(seconds * 1_000 + 100);
    idleStallMs.push(loop.longestMs);
  }
  loop.stop();
  const packBytes = statSync(plan.packFile).size;
  return {
    kind: 'load',
    loadSeconds,
    stallMs,
    idleStallMs,
    compiledBytes,
    mainProcessBytes,
    settledProcessBytes,
    peakProcessBytes,
    packBytes,
  };
}

async function load(packFile: string): Promise<RuleSet> {
  const set = await buildRuleSetInWorker(await readFile(packFile));
  set.match(EVENTS[0] as SigmaEvent, []);
  return set;
}

/** Matches events turn after turn and keeps the longest time from one turn to the next. */
class BusyLoop {
  longestMs = 0;
  #set: RuleSet;
  #lastMs = performance.now();
  #isStopped = false;

  constructor(set: RuleSet) {
    this.#set = set;
    this.#turn();
  }

  swap(set: RuleSet): void {
    this.#set = set;
  }

  restart(): void {
    this.longestMs = 0;
    this.#lastMs = performance.now();
  }

  stop(): void {
    this.#isStopped = true;
  }

  #turn(): void {
    const nowMs = performance.now();
    this.longestMs = Math.max(this.longestMs, nowMs - this.#lastMs);
    this.#lastMs = nowMs;
    const out: number[] = [];
    for (let count = 0; count < EVENTS_PER_TURN; count++) {
      this.#set.match(EVENTS[count % EVENTS.length] as SigmaEvent, out);
    }
    if (!this.#isStopped) setTimeout(() => this.#turn(), 1);
  }
}

function sourced(categories: readonly string[], fields: Record<string, unknown>): SigmaEvent {
  return { source: { product: 'windows', service: 'sysmon', categories, key: categories.join() }, fields };
}

/** Heap and array buffers in use after a full collection. */
function liveBytes(): number {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
