import { toError } from '@redoubt/contracts';
import type { LoadCommand, LoadReport } from './load-plan.ts';
import { LoadRun } from './load-run.ts';
import { RequestPool } from './request-pool.ts';

const PROGRESS_MS = 50;

let pool: RequestPool | undefined;
let connections = 1;
let isImpatient = false;
let run: LoadRun | undefined;
let progress: NodeJS.Timeout | undefined;

function report(message: LoadReport): void {
  process.send?.(message);
}

function fail(error: unknown): void {
  report({ kind: 'failed', message: toError(error).message });
}

function start(port: number, mostEvents = Infinity): void {
  if (pool === undefined) throw new Error('start before prepare');
  const started = new LoadRun(pool, { port, connections, mostEvents, isImpatient, onFailure: fail });
  run = started;
  progress = setInterval(
    () => report({ kind: 'progress', sent: started.sent, accepted: started.accepted }),
    PROGRESS_MS,
  );
}

async function stop(): Promise<void> {
  if (run === undefined) throw new Error('stop before start');
  const result = await run.stop();
  clearInterval(progress);
  report({ kind: 'done', result });
}

async function obey(command: LoadCommand): Promise<void> {
  switch (command.kind) {
    case 'prepare':
      pool = new RequestPool(command.plan);
      connections = command.plan.connections;
      isImpatient = command.plan.isImpatient ?? false;
      return report({ kind: 'ready' });
    case 'start':
      return start(command.port, command.mostEvents);
    case 'limit':
      return run?.limit(command.mostEvents);
    case 'stop':
      return stop();
  }
}

process.on('message', (command: LoadCommand) => void obey(command).catch(fail));
process.on('disconnect', () => process.exit(0));
