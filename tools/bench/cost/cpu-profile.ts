import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stageOf } from './stage-of.ts';

/** What `node --cpu-prof` writes: the format of Profiler.Profile in the Chrome DevTools protocol. */
export interface CpuProfile {
  nodes: { id: number; callFrame: CallFrame; children?: number[] }[];
  /** Monotonic µs. */
  startTime: number;
  samples: number[];
  /** µs since the sample before. */
  timeDeltas: number[];
}

export interface CallFrame {
  functionName: string;
  url: string;
}

/** Monotonic µs, on the clock of profiles. */
export interface Span {
  fromUs: number;
  toUs: number;
}

/** Profiles of one process: main thread and workers. */
export function readProfiles(dir: string, pid: number): CpuProfile[] {
  // CPU.<date>.<time>.<pid>.<thread>.<number>.cpuprofile
  const names = readdirSync(dir).filter((name) => name.split('.')[3] === String(pid));
  return names.map((name) => JSON.parse(readFileSync(join(dir, name), 'utf8')) as CpuProfile);
}

/**
 * Share of the busy time of a process by stage, 0 to 1, in the given span; what no stage has a name for is under
 * `UNNAMED` of stage-of.ts. Samples stand for wall time, so the shares are to be applied to CPU time measured from outside.
 */
export function stageShares(profiles: readonly CpuProfile[], span: Span): ReadonlyMap<string, number> {
  const spent = new Map<string, number>();
  let total = 0;
  for (const profile of profiles) {
    const stages = stagesOfNodes(profile);
    let atUs = profile.startTime;
    profile.samples.forEach((id, i) => {
      const deltaUs = profile.timeDeltas[i] as number;
      atUs += deltaUs;
      const stage = stages.get(id);
      if (stage === null || stage === undefined || atUs < span.fromUs || atUs > span.toUs) return;
      spent.set(stage, (spent.get(stage) ?? 0) + deltaUs);
      total += deltaUs;
    });
  }
  return new Map([...spent].map(([stage, us]) => [stage, us / total]));
}

/** Null for idle nodes. */
function stagesOfNodes({ nodes }: CpuProfile): ReadonlyMap<number, string | null> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parentOf = new Map<number, number>();
  for (const node of nodes) for (const child of node.children ?? []) parentOf.set(child, node.id);
  const stages = new Map<number, string | null>();
  for (const { id } of nodes) {
    const frames: CallFrame[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parentOf.get(at)) {
      const node = byId.get(at);
      if (node !== undefined) frames.push(node.callFrame);
    }
    stages.set(id, stageOf(frames));
  }
  return stages;
}
