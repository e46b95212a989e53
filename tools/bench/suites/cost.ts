import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCapacity, startCapacityLoad, sustainedPerSecond } from '../capacity/capacity-run.ts';
import type { CapacityWindow } from '../capacity/capacity-run.ts';
import { READERS, startWholePlatform, type WholePlatform } from '../capacity/whole-platform.ts';
import { readProfiles, stageShares, type Span } from '../cost/cpu-profile.ts';
import { postgresSeconds, redisCommandSeconds, since, type ServerCpu } from '../cost/server-cpu.ts';
import { UNNAMED } from '../cost/stage-of.ts';
import type { Measured, SuiteResult } from '../figure.ts';
import type { LoadProcess } from '../load/load-process.ts';
import { CORPUS_MISSING } from '../rules/corpus.ts';
import type { SuiteContext } from '../suite-context.ts';

const TAG = 'c057';
const SECONDS = 60;
/** Stages below this share of their process are summed up. */
const LEAST_SHARE = 0.01;
const SERVICES = ['ingest-gateway', ...READERS] as const;

/** Something an event costs, in CPU µs. */
interface Cost {
  process: string;
  stage: string;
  us: number;
  isNamed: boolean;
}

interface Edge {
  atUs: number;
  redis: ServerCpu;
  postgres: ServerCpu;
}

/** Where the CPU time of an event goes: by service and stage, from profiles, command statistics and process times. */
export async function runCost(context: SuiteContext): Promise<SuiteResult> {
  const { options, logDir, onStep } = context;
  const profileDir = options.profileDir ?? join(logDir, 'profiles');
  mkdirSync(profileDir, { recursive: true });
  const orgCount = options.isQuick ? 10 : 100;
  const platform = await startWholePlatform({ logDir, orgCount, tag: TAG, profileDir, onStep });
  let load: LoadProcess | undefined;
  try {
    load = await startCapacityLoad(platform, options.seed, TAG);
    const edges: Edge[] = [];
    const { window } = await runCapacity(platform, load, {
      seconds: options.isQuick ? 5 : (options.seconds ?? SECONDS),
      isQuick: options.isQuick,
      onStep,
      onEdge: async () => void edges.push(await edgeOf(platform)),
    });
    const pids = SERVICES.map((app) => ({ app, pid: platform.stack.app(app).pid }));
    // Profiles are written when a service ends.
    for (const { app } of pids.toReversed()) await platform.stack.app(app).stop();
    const [from, to] = edges as [Edge, Edge];
    const costs = costsOf({ window, from, to, profileDir, pids });
    return { figures: figuresOf(costs, window), notes: notesOf(platform), failures: [] };
  } finally {
    load?.close();
    await platform.close();
  }
}

async function edgeOf({ control }: WholePlatform): Promise<Edge> {
  const [redis, postgres] = await Promise.all([redisCommandSeconds(control.redis), postgresSeconds(control.database)]);
  return { atUs: Number(process.hrtime.bigint() / 1_000n), redis, postgres };
}

interface Observed {
  window: CapacityWindow;
  from: Edge;
  to: Edge;
  profileDir: string;
  pids: readonly { app: string; pid: number }[];
}

function costsOf({ window, from, to, profileDir, pids }: Observed): Cost[] {
  const settled = eventsOf(window);
  const us = (seconds = 0): number => (seconds * 1e6) / settled;
  const span: Span = { fromUs: from.atUs, toUs: to.atUs };
  const services = pids.flatMap(({ app, pid }) => {
    const name = app.replace('-', '_');
    const total = us(window.cpu[name]);
    const shares = stageShares(readProfiles(profileDir, pid), span);
    return [...shares].map(([stage, share]) => ({
      ...{ process: name, stage, us: share * total, isNamed: stage !== UNNAMED },
    }));
  });
  const servers = (
    [
      ['redis', since(from.redis, to.redis)],
      ['postgres', since(from.postgres, to.postgres)],
    ] as const
  ).flatMap(([process, seconds]) => withRest(process, us(window.cpu[process]), seconds, us));
  return [...services, ...servers];
}

/** What the parts of a server leave of its CPU time has no name. */
function withRest(process: string, total: number, parts: ServerCpu, us: (seconds: number) => number): Cost[] {
  const named = us([...parts.values()].reduce((sum, seconds) => sum + seconds, 0));
  // Redis takes the time of commands by the clock on the wall: on a busy machine that is more than it worked.
  const scale = Math.min(1, total / named);
  const costs = [...parts].map(([stage, seconds]) => ({ process, stage, us: us(seconds) * scale, isNamed: true }));
  return [...costs, { process, stage: UNNAMED, us: Math.max(0, total - named), isNamed: false }];
}

function figuresOf(costs: readonly Cost[], window: CapacityWindow): Measured[] {
  const all = sumOf(costs);
  const processes = [...new Set(costs.map(({ process }) => process))];
  const figures = processes.flatMap((process) => {
    const own = costs.filter((cost) => cost.process === process).toSorted((a, b) => b.us - a.us);
    const total = sumOf(own);
    const isLarge = ({ us }: Cost): boolean => us >= LEAST_SHARE * total;
    const small = sumOf(own.filter((cost) => cost.isNamed && !isLarge(cost)));
    return [
      figure(process, total),
      ...own
        .filter((cost) => isLarge(cost) || !cost.isNamed)
        .map(({ stage, us }) => figure(`${process}: ${stage}`, us)),
      figure(`${process}: further stages`, small),
    ];
  });
  return [
    ...figures,
    figure('all', all),
    { name: 'explained_share', value: sumOf(costs.filter(({ isNamed }) => isNamed)) / all, unit: '' },
    { name: 'events_per_second', value: sustainedPerSecond(window), unit: 'events/s' },
  ];
}

function figure(name: string, us: number): Measured {
  return { name, value: us, unit: 'µs' };
}

function sumOf(costs: readonly Cost[]): number {
  return costs.reduce((sum, { us }) => sum + us, 0);
}

function eventsOf(window: CapacityWindow): number {
  return (sustainedPerSecond(window) * (window.to.atMs - window.from.atMs)) / 1_000;
}

function notesOf({ ruleCount }: WholePlatform): string[] {
  return [
    'CPU µs per event that every group settled; a process by its own clock, its stages by the samples of its profile ' +
      '(1 ms; profiling itself costs some per cent), Redis by INFO commandstats, PostgreSQL by its processes',
    `"${UNNAMED}": in the runtime (epoll, reading sockets) outside of any function, or a server's own loop`,
    ...(ruleCount === undefined ? [CORPUS_MISSING] : []),
  ];
}
