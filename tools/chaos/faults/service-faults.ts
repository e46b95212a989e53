import { EXIT_CODES } from '@redoubt/service';
import type { Fault } from '@redoubt/sinks/testing';
import type { AppProcess } from '../../dev/app-process.ts';
import { endedUnasked } from './death-watch.ts';
import type { PlannedFault, ServiceFault } from './fault-plan.ts';
import type { LoopbackProxy } from './loopback-proxy.ts';
import { startAgain } from './start-again.ts';
import { pause, type World } from './world.ts';

type Doing = (world: World, fault: PlannedFault<ServiceFault>) => Promise<void>;

const DOINGS: Record<ServiceFault, Doing> = {
  service_kill: (world, fault) => {
    const app = appOf(world, fault);
    return whileHeld(world, app, `kill -9 of ${app.name}`, async () => {
      await app.kill9();
      await pause(fault.holdMs);
      await startAgain(app);
    });
  },
  service_pause: (world, fault) => {
    const app = appOf(world, fault);
    return whileHeld(world, app, `${app.name} stands still for ${fault.holdMs} ms`, async () => {
      process.kill(app.pid, 'SIGSTOP');
      await pause(fault.holdMs);
      process.kill(app.pid, 'SIGCONT');
    });
  },
  service_roll: async (world) => {
    for (const app of world.platform.stack.apps) {
      await whileHeld(world, app, `SIGTERM to ${app.name}`, async () => {
        const code = await app.stop();
        // With a server away it may not finish within its time, and says so.
        if (code !== 0 && code !== EXIT_CODES.drainDeadline) {
          world.undone.push(`${app.name} ended with ${code ?? 'SIGKILL'} after SIGTERM`);
        }
        await startAgain(app);
      });
    }
  },
  postgres_kill: async ({ postgres, onStep }, { holdMs }) => {
    onStep('kill -9 of PostgreSQL');
    await postgres.kill9();
    await pause(holdMs);
    await postgres.start();
  },
  postgres_pause: async ({ postgres, onStep }, { holdMs }) => {
    onStep(`PostgreSQL takes no new connections for ${holdMs} ms`);
    postgres.pause();
    await pause(holdMs);
    postgres.resume();
  },
  postgres_cut_off: (world, fault) =>
    parted(world.wires.database, world, { fault, what: 'PostgreSQL', how: 'isHanging' }),
  mail_down: (world, fault) => parted(world.wires.mail, world, { fault, what: 'the mail server', how: 'isDown' }),
  mail_refuses: async ({ mail, onStep }, { holdMs }) => {
    onStep(`the mail server answers 451 for ${holdMs} ms`);
    mail.refusal = () => 451;
    await pause(holdMs);
    mail.refusal = () => undefined;
  },
  sink_refuses: (world, fault) => breakSink(world, fault, { kind: 'status', status: 503 }),
  sink_hangs: (world, fault) => breakSink(world, fault, { kind: fault.draw < 0.5 ? 'hang' : 'reset' }),
};

/** Nothing comes through to a server, or nobody comes; what was on its way is gone then. */
async function parted(
  wire: LoopbackProxy,
  { onStep }: World,
  { fault, what, how }: { fault: PlannedFault; what: string; how: 'isHanging' | 'isDown' },
): Promise<void> {
  onStep(`services ${how === 'isDown' ? 'cannot connect to' : 'hear nothing from'} ${what} for ${fault.holdMs} ms`);
  wire[how] = true;
  if (how === 'isDown') wire.endAll();
  await pause(fault.holdMs);
  wire[how] = false;
  wire.endAll({ isTornOnly: true });
}

/** Does the fault, holds it, and mends it. */
export function doServiceFault(world: World, fault: PlannedFault<ServiceFault>): Promise<void> {
  return DOINGS[fault.kind](world, fault);
}

function appOf({ platform }: World, { kind, app }: PlannedFault): AppProcess {
  if (app === undefined) throw new Error(`${kind} meets a service, and none is named`);
  return platform.stack.app(app);
}

async function whileHeld(world: World, app: AppProcess, what: string, work: () => Promise<void>): Promise<void> {
  world.onStep(what);
  // It would be started again here, and its end told by nobody.
  world.undone.push(...endedUnasked([app]));
  world.held.add(app.name);
  try {
    await work();
  } finally {
    world.held.delete(app.name);
  }
}

async function breakSink({ sink, onStep }: World, { holdMs }: PlannedFault, what: Fault): Promise<void> {
  onStep(`the receiver answers ${what.kind === 'status' ? what.status : `with a ${what.kind}`} for ${holdMs} ms`);
  const before = sink.fault;
  sink.fault = () => what;
  await pause(holdMs);
  sink.fault = before;
}
