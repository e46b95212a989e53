import { join } from 'node:path';
import type { EventFields, OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { decodeModel } from '@redoubt/scoring';
import { ProcessSet, waitFor, type ManagedProcess } from '@redoubt/test-kit';
import { officeEvents, offlineScores } from './testing/office.ts';
import { ScorerStage } from './testing/stage.ts';

const main = join(import.meta.dirname, 'main.ts');
const HOUR = 3_600_000;
const CHECKPOINT_EVENTS = 50;
const QUANTUM_EVENTS = 50;
/** Of one organisation, that one process which ends without notice takes with it. */
const LOST_PER_KILL = CHECKPOINT_EVENTS + QUANTUM_EVENTS;
const ROUND = 50;

let stage: ScorerStage;
let processes: ProcessSet;
let started: ManagedProcess[];
let orgs: OrgId[];
let events: EventFields[];

beforeEach(async () => {
  stage = await ScorerStage.open();
  processes = new ProcessSet('ml-scorer');
  started = [];
  orgs = await Promise.all(Array.from({ length: 4 }, () => stage.newOrg()));
  events = officeEvents({ fromMs: Date.now() - 20 * HOUR, minutes: 750 });
});
afterEach(async () => {
  await processes.close();
  await stage.close();
});

async function startProcess(workerId: string): Promise<ManagedProcess> {
  const bounds = { CHECKPOINT_EVENTS: String(CHECKPOINT_EVENTS), QUANTUM_EVENTS: String(QUANTUM_EVENTS) };
  const one = await processes.start(workerId, [main], stage.env(workerId, { ...bounds, LOG_LEVEL: 'info' }));
  started.push(one);
  return one;
}

/** Has every process save what it has in memory. */
async function stopAll(): Promise<void> {
  for (const orgId of orgs) await stage.settle(orgId, 60_000);
  await Promise.all(started.filter(({ isRunning }) => isRunning).map((one) => one.stop({ timeoutMs: 30_000 })));
}

/** Rounds that may wait to be scored. */
const AHEAD = 2;

/** Sends every organisation the same events, round by round as they are scored; resolves when all are sent. */
function sendAll(): Promise<void> {
  const sending = sendRounds();
  // Its failure is told where it is awaited; a test that has failed before must not take the next one with it.
  sending.catch(() => undefined);
  return sending;
}

async function sendRounds(): Promise<void> {
  for (let at = 0; at < events.length; at += ROUND) {
    await Promise.all(orgs.map((orgId) => stage.send(orgId, events.slice(at, at + ROUND))));
    const enough = at + ROUND - AHEAD * ROUND;
    if (enough > 0) await Promise.all(orgs.map((orgId) => scoresUntil(orgId, enough)));
  }
}

/** Each look reads all scores: rarely, or the looks are what everything waits for. */
const scoresUntil = (orgId: OrgId, count: number) =>
  waitFor(async () => (await stage.scores(orgId)).length >= count, {
    ...{ timeoutMs: 150_000, intervalMs: 250, what: `${count} scores` },
  });

/** What is not as it should be: every event told of exactly once, and by a model that missed no more than it may. */
async function faults(mayMiss: number): Promise<string[]> {
  const wrong: string[] = [];
  await stopAll();
  for (const orgId of orgs) {
    const scores = await stage.scores(orgId);
    const told = new Set(scores.map(({ eventId }) => eventId));
    if (scores.length !== events.length || told.size !== events.length)
      wrong.push(`${orgId}: ${scores.length} scores of ${told.size} events`);
    const blob = (await stage.redis.call('GET', orgKeys(orgId).mlModel(), [], { buffers: true })) as Buffer;
    const decoded = decodeModel(blob, { orgId });
    if (decoded.kind !== 'ok') throw new Error(decoded.detail);
    const missed = events.length - decoded.model.events;
    if (missed < 0 || missed > mayMiss) wrong.push(`${orgId}: missed ${missed}`);
    const offline = offlineScores(orgId, decoded.model.seed, events);
    const far = scores.filter(({ anomalyScore }, at) => Math.abs(anomalyScore - offlineScore(offline, at)) > 10);
    if (far.length > events.length / 20) wrong.push(`${orgId}: ${far.length} scores differ by more than 10`);
  }
  return wrong;
}

function offlineScore(offline: readonly { anomalyScore: number }[], at: number): number {
  return offline[at]?.anomalyScore ?? Number.NaN;
}

describe('ml-scorer processes', () => {
  test('that are killed again and again tell of every event once, and lose no more than they have not saved', async () => {
    const kills = 2;
    const sending = sendAll();
    for (let at = 0; at < kills; at++) {
      const doomed = await startProcess(`w${at}`);
      await scoresUntil(orgs[0] as OrgId, 300 * (at + 1));
      process.kill(doomed.pid, 'SIGKILL');
      await doomed.exited;
    }
    await startProcess('last');
    await sending;
    expect(await faults(kills * LOST_PER_KILL)).toEqual([]);
  }, 360_000);

  test('hand a model over whole when one stops, and refuse one that slept through its lease', async () => {
    const sending = sendAll();
    const sleeper = await startProcess('sleeper');
    await startProcess('other');
    const leaver = await startProcess('leaver');
    await scoresUntil(orgs[0] as OrgId, 300);
    process.kill(leaver.pid, 'SIGTERM');
    await leaver.exited;
    process.kill(sleeper.pid, 'SIGSTOP');
    await Promise.all(orgs.map((orgId) => scoresUntil(orgId, events.length - ROUND)));
    process.kill(sleeper.pid, 'SIGCONT');
    await sending;
    expect(await faults(LOST_PER_KILL)).toEqual([]);
  }, 360_000);
});
