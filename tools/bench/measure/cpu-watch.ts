import { cpuSecondsOfTree } from './process-cpu.ts';

/** Processes under a common name, e.g. the masters of a cluster. */
export type WatchedPids = Readonly<Record<string, () => readonly number[]>>;

/** CPU seconds by name. */
export type CpuSeconds = Record<string, number>;

/** Measures the CPU time of groups of processes over a stretch of time. */
export class CpuWatch {
  readonly #groups: WatchedPids;
  #before = new Map<number, number>();

  constructor(groups: WatchedPids) {
    this.#groups = groups;
  }

  start(): void {
    this.#before = new Map();
    for (const pids of Object.values(this.#groups)) {
      for (const pid of pids()) this.#before.set(pid, cpuSecondsOfTree(pid) ?? 0);
    }
  }

  /** Since `start`. A process that ended meanwhile is left out; one that was started meanwhile counts from its start. */
  stop(): CpuSeconds {
    const used: CpuSeconds = {};
    for (const [name, pids] of Object.entries(this.#groups)) {
      used[name] = pids().reduce((sum, pid) => {
        const now = cpuSecondsOfTree(pid);
        return now === undefined ? sum : sum + now - (this.#before.get(pid) ?? 0);
      }, 0);
    }
    return used;
  }
}
