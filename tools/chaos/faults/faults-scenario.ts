import { randomBytes } from 'node:crypto';
import type { OrgId } from '@redoubt/contracts';
import { createSecretBox } from '@redoubt/encryption';
import { createSink, relayOutbox } from '@redoubt/rulebook';
import { MailRecorder } from '@redoubt/notifications/testing';
import { FaultSink } from '@redoubt/sinks/testing';
import { waitFor } from '@redoubt/test-kit';
import { LoadProcess } from '../../bench/load/load-process.ts';
import type { LoadResult } from '../../bench/load/load-plan.ts';
import { startPlatform, type Platform } from '../../bench/platform.ts';
import { connectControl } from '../../dev/demo-org.ts';
import type { ChaosOptions } from '../chaos-options.ts';
import type { ChaosResult } from '../chaos-report.ts';
import { ClusterWitness } from '../rotation/cluster-witness.ts';
import { Attacks, type Attack } from './attacks.ts';
import { endedUnasked } from './death-watch.ts';
import type { FaultPlan } from './fault-plan.ts';
import { judgeRun, type RunVerdict } from './judge-run.ts';
import { mailAlerts, unmailed } from './mailed-alerts.ts';
import type { MustBeZero } from './must-be-zero.ts';
import { runPlan, type FaultsDone } from './run-plan.ts';
import { whole } from './redis-faults.ts';
import { openPlanner } from './seed-plan.ts';
import { APPS, hasOnlookers, ONLOOKERS } from './services.ts';
import { settle } from './settle.ts';
import { repeatsAllowed } from './sink-history.ts';
import { Wiring } from './wiring.ts';
import { LOAD_ORGS, type World } from './world.ts';

const TAG = 'fa01';
/** Beside everything else on two processors; faults are about histories, not about speed. */
const EVENTS_PER_SECOND = 400;
const PACE_MS = 100;
/** The first ones are sent to all the time, the others attacked; each has a sink. */
const ORGS = LOAD_ORGS + 2;
const SETTLE_MS = 180_000;

/** What was sent up to now. */
export interface Sent {
  /** Events of the load that the gateway took; at most 50 ms old. */
  accepted: () => number;
  /** Attacks of which every event was taken. */
  attacks: () => number;
}

interface Context {
  logDir: string;
  onStep: (text: string) => void;
  /** Where services are started from; this checkout if left out. */
  root?: string;
  /** Instead of the faults of the seed. */
  plan?: FaultPlan;
  /** Done instead of any plan. */
  doing?: (world: World, sent: Sent) => Promise<FaultsDone>;
  /** Whether those that only look on run too; in some seeds if left out. */
  withOnlookers?: boolean;
  /** Makes the schema in a database, instead of this checkout. */
  makeSchema?: (databaseUrl: string) => Promise<void>;
  /** How long after the faults everything may take to be where it belongs, ms. */
  settleMs?: number;
}

/** Runs the faults of one seed under load and attacks, and judges what became of every event. */
export async function runFaults(options: ChaosOptions, context: Context): Promise<ChaosResult> {
  const { logDir, onStep } = context;
  const secretKey = randomBytes(32).toString('base64');
  const planner = await openPlanner(options);
  const plan = context.plan ?? planner.planOf(options.seed);
  const mail = await MailRecorder.start();
  const wiring = await Wiring.open({ mailPort: mail.port, isTls: options.isTls });
  const isOnlookersTurn = context.plan === undefined && hasOnlookers(options.seed);
  const { root, makeSchema, withOnlookers = isOnlookersTurn } = context;
  const env = { REDOUBT_SECRET_KEY: secretKey, SETTINGS_INTERVAL_MS: '500' };
  const platform = await startPlatform({
    ...{ logDir, orgCount: ORGS, replicas: 1, isTls: options.isTls, onStep },
    apps: withOnlookers ? [...APPS, ...ONLOOKERS] : APPS,
    ...(root === undefined ? {} : { root }),
    ...(makeSchema === undefined ? {} : { makeSchema }),
    ...wiring.platformOptions,
    ...{ forwarderEnv: env, engineEnv: { ...env, ...wiring.mailEnv } },
  }).catch(async (error: unknown) => {
    await wiring.close();
    await mail.close();
    throw error;
  });
  const sink = await FaultSink.start();
  const startedAtMs = Date.now();
  let witness: ClusterWitness | undefined;
  let load: LoadProcess | undefined;
  try {
    await forwardTo(sink, platform, secretKey);
    await mailAlerts(platform, mailedOrg(platform), secretKey);
    // Passwords may be exchanged during the run.
    await platform.control.close();
    witness = await ClusterWitness.open(platform.stack);
    load = await LoadProcess.start({
      ...{ seed: options.seed, tag: TAG, eventsPerRequest: 10, connections: 4, isKeyed: true, format: 'ndjson' },
      authorizations: platform.orgs.slice(0, LOAD_ORGS).map((org) => org.authorization),
    });
    const asked = witness;
    const doing = context.doing ?? ((about: World) => runPlan(about, plan, asked));
    const world = worldOf(platform, { sink, mail, wires: wiring.wires }, onStep);
    const { result, attacks, done } = await underFire({ ...{ world, load, options }, doing });
    const control = await connectControl(platform.stack, platform.stack.adminLogin());
    try {
      onStep(`accepted ${result.accepted}, ${attacks.done.length} attacks; waiting until all is where it belongs`);
      const settleMs = context.settleMs ?? SETTLE_MS;
      const restless = await settle(control, world, { accepted: result.accepted, settleMs });
      const untold = await untilMailed(world, attacks.done, settleMs);
      const verdict = await judgeRun({
        ...{ platform, control, forwarded: [...sink.taken.keys()], startedAtMs },
        load: { result, tag: TAG, orgs: platform.orgs.slice(0, LOAD_ORGS) },
        attacks: { done: attacks.done, orgs: platform.orgs.slice(LOAD_ORGS) },
      });
      const usersEqual = await haveSameUsers(witness);
      // Nobody watched any more since the last fault.
      const ended = [...done.endedUnasked, ...endedUnasked(platform.stack.apps)];
      return resultOf({
        ...{ verdict, unmailed: untold, result, attacks: attacks.done.length, sink, usersEqual, restless },
        done: { ...done, endedUnasked: ended },
        notes: planner.notes,
      });
    } finally {
      await control.close();
    }
  } finally {
    load?.close();
    await witness?.close();
    await platform.close();
    await wiring.close();
    await Promise.all([sink.close(), mail.close()]);
  }
}

function worldOf(
  platform: Platform,
  outside: Pick<World, 'sink' | 'mail' | 'wires'>,
  onStep: (text: string) => void,
): World {
  const { redis, postgres } = platform.stack;
  if (redis === undefined || postgres === undefined) throw new Error('no servers of our own');
  return { platform, cluster: redis, postgres, ...outside, held: new Set(), undone: [], onStep };
}

/** The first of those that are attacked. */
function mailedOrg({ orgs }: Platform): OrgId {
  return (orgs[LOAD_ORGS] as (typeof orgs)[0]).organization.id;
}

/** @returns how many attacks on the organisation that is mailed nobody was told of */
async function untilMailed({ mail }: World, attacks: readonly Attack[], settleMs: number): Promise<number> {
  const missing = (): number =>
    unmailed(
      attacks.filter(({ orgIndex }) => orgIndex === 0),
      mail.mails,
    ).length;
  await waitFor(() => missing() === 0, { timeoutMs: settleMs, intervalMs: 250 }).catch(() => undefined);
  return missing();
}

/** Sends every event of every organisation to a receiver that takes ids. */
async function forwardTo(sink: FaultSink, { control, orgs }: Platform, secretKey: string): Promise<void> {
  for (const { organization } of orgs) {
    await createSink(
      control.database,
      organization.id,
      { type: 'elasticsearch', name: 'archive', url: sink.url(), index: 'redoubt', startAt: 'oldest' },
      { actor: 'chaos', secretBox: createSecretBox([secretKey]) },
    );
    const { failed } = await relayOutbox(control, { orgId: organization.id });
    if (failed[0]) throw failed[0].error;
  }
}

async function underFire(run: {
  world: World;
  load: LoadProcess;
  doing: NonNullable<Context['doing']>;
  options: ChaosOptions;
}): Promise<{ result: LoadResult; attacks: Attacks; done: FaultsDone }> {
  const { world, load, doing, options } = run;
  const { platform } = world;
  const attacks = new Attacks(platform.orgs.slice(LOAD_ORGS), { url: platform.stack.gatewayUrl, seed: options.seed });
  load.begin(platform.gatewayPort, 0);
  let most = 0;
  const pace = setInterval(() => load.limit((most += (EVENTS_PER_SECOND * PACE_MS) / 1_000)), PACE_MS);
  try {
    await waitFor(() => load.accepted > EVENTS_PER_SECOND, { timeoutMs: 60_000, what: 'load' });
    attacks.start();
    const done = await doing(world, { accepted: () => load.accepted, attacks: () => attacks.done.length });
    await whole(world);
    await attacks.end();
    return { attacks, done, result: await load.end() };
  } finally {
    clearInterval(pace);
  }
}

async function haveSameUsers(witness: ClusterWitness): Promise<boolean> {
  const isEqual = async (): Promise<boolean> => {
    const { digests, down } = await witness.digests();
    return down === 0 && new Set(digests).size === 1;
  };
  return waitFor(isEqual, { timeoutMs: 30_000, intervalMs: 250 }).then(
    () => true,
    () => false,
  );
}

function resultOf(run: {
  verdict: RunVerdict;
  unmailed: number;
  result: LoadResult;
  done: FaultsDone;
  attacks: number;
  sink: FaultSink;
  usersEqual: boolean;
  restless: readonly string[];
  notes: readonly string[];
}): ChaosResult {
  const { verdict, result, done, attacks, usersEqual, notes } = run;
  const { load, attackEvents, alerts, sink, deadLetters, ledger } = verdict;
  // The receiver refuses what it has by its id.
  const { conflicts: repeats, taken } = run.sink;
  const allowed = repeatsAllowed({ faults: done.faults.length, forwarded: taken.size });
  const wrong: Record<MustBeZero, number> = {
    lost: load.lost + attackEvents.lost,
    duplicated: load.duplicated + attackEvents.duplicated,
    phantom: load.phantom + attackEvents.phantom,
    ...{ alerts_missed: alerts.missed, alerts_surplus: alerts.surplus, alerts_miscounted: alerts.miscounted },
    alerts_unmailed: run.unmailed,
    ...{ sink_missing: sink.missing, sink_phantom: sink.phantom, sink_out_of_order: sink.outOfOrder },
    dead_letters: deadLetters,
    ...{ ledger_unexplained: ledger.unexplained, ledger_disagreeing: ledger.disagreeing },
    ended_unasked: done.endedUnasked.length,
  };
  const { accepted } = result;
  const { unanswered: late } = load;
  const faults = done.faults.length;
  const sentAgain = JSON.stringify(result.retries);
  return {
    figures: { faults, accepted, attacks, unanswered_and_stored: late, ...wrong, sink_duplicated: repeats },
    evidence: done.faults.map((fault) => ({ ...fault })),
    notes: [
      ...notes,
      ...done.notes,
      `sent again: ${sentAgain}; shed: ${result.shed}; ${late} of ${accepted} stored without an answer`,
    ],
    failures: [
      ...Object.entries(wrong).flatMap(([name, count]) => (count > 0 ? [`${name}: ${count}`] : [])),
      ...done.endedUnasked,
      ...done.undone,
      ...run.restless,
      // What is shed while memory is full is no broken promise: its sender was told.
      ...(result.refused > result.shed ? [`${result.refused - result.shed} events were refused`] : []),
      ...(result.givenUp > 0 ? [`${result.givenUp} events had no answer a minute after the last fault`] : []),
      ...(repeats > allowed ? [`sink_duplicated: ${repeats}, and no more than ${allowed} by these faults`] : []),
      ...(usersEqual ? [] : ['nodes do not have the same users']),
      ...(faults > 0 && attacks > 0 ? [] : ['nothing was put to the test']),
    ],
  };
}
