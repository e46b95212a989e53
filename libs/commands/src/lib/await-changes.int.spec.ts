import { randomUUID } from 'node:crypto';
import { systemClock, type Command, type EntryId, type OrgId } from '@redoubt/contracts';
import { orgKeys } from '@redoubt/key-schema';
import { AlertStore, claimPositions } from '@redoubt/storage';
import { connectTestBackends, type TestBackends } from '@redoubt/tenancy/testing';
import { alertOf, alertRecordOf } from '@redoubt/test-kit';
import { appendCommands } from './append-commands.ts';
import { awaitChanges, type Answer } from './await-changes.ts';

const consumer = 'db_writer';
const alertId = randomUUID();
let deps: TestBackends;
let orgId: OrgId;
let command: Extract<Command, { type: 'alert.acknowledge' }>;

beforeEach(async () => {
  deps = await connectTestBackends();
  orgId = await deps.newOrg('acme');
  const head = { commandId: randomUUID(), actor: 'ana', atMs: systemClock.now() };
  command = { type: 'alert.acknowledge', alertId, ...head };
});
afterEach(() => deps.close());

/** What became of the command when somebody waits so long. */
async function answerOf(entryId: EntryId, waitMs: number): Promise<Answer | undefined> {
  const onUnreadable = (error: Error): string => `unreadable: ${error.name}`;
  const sent = [{ caseId: alertId, commandId: command.commandId }];
  const awaited = { orgId, table: 'alerts' as const, sent, entryId, waitMs, signal: new AbortController().signal };
  return (await awaitChanges({ ...deps, clock: systemClock, onUnreadable }, awaited)).get(command.commandId);
}

/** Takes the command as alert-engine does; returns the ids it has in hand. */
async function takeCommand(): Promise<string[]> {
  const key = orgKeys(orgId).lane('c');
  const args = ['GROUP', 'alert_engine', 'e', 'COUNT', 10, 'STREAMS', key, '>'];
  const [reply] = await deps.redis.batch([{ name: 'XREADGROUP', key, args, retry: 'never' }]);
  return (reply as [string, [string][]][])[0]?.[1].map(([id]) => id) ?? [];
}

/** Stores what the command changed as db-writer does. */
async function storeChange(): Promise<void> {
  await claimPositions(deps.database, { orgId, consumer, epoch: 1, lanes: ['a'] });
  const { actor, commandId } = command;
  const alert = alertOf({ orgId, alertId, status: 'acknowledged' });
  const record = alertRecordOf(alert, { change: 'acknowledged', actor, commandId });
  const row = { recordId: 'a-1-0-0', lane: 'a' as const, entryId: '1-0', index: 0, record };
  await new AlertStore({ database: deps.database, consumer }).store([{ orgId, epoch: 1, lane: 'a', events: [row] }]);
}

it('a command is done once its change is stored', async () => {
  const entryId = await appendCommands(deps.redis, orgId, [command]);
  const answer = answerOf(entryId, 20_000);
  await storeChange();
  expect(await answer).toEqual({ kind: 'done', status: 'acknowledged' });
});

it('one that both are past without a change is refused', async () => {
  const entryId = await appendCommands(deps.redis, orgId, [command]);
  await deps.redis.call('XACK', orgKeys(orgId).lane('c'), ['alert_engine', ...(await takeCommand())]);
  expect(await answerOf(entryId, 20_000)).toEqual({ kind: 'refused' });
});

it('one that nobody has handled in time is unanswered, with what it waits for', async () => {
  const entryId = await appendCommands(deps.redis, orgId, [command]);
  const late = { kind: 'unanswered', detail: 'alert-engine has not come to it' };
  expect(await answerOf(entryId, 0)).toEqual(late);
  // In hand is not handled.
  await takeCommand();
  expect(await answerOf(entryId, 0)).toEqual(late);
});

it('what cannot be read is told, and the wait goes on to its end', async () => {
  const entryId = await appendCommands(deps.redis, orgId, [command]);
  await deps.database.close();
  expect(await answerOf(entryId, 200)).toMatchObject({
    kind: 'unanswered',
    detail: expect.stringMatching(/^unreadable/),
  });
});

it('commands that alert-engine could not read are not sent', async () => {
  await expect(appendCommands(deps.redis, orgId, [{ ...command, alertId: 'none' }])).rejects.toThrow('alertId');
  await expect(appendCommands(deps.redis, orgId, [])).rejects.toThrow(RangeError);
  expect(await deps.redis.call('XLEN', orgKeys(orgId).lane('c'), [])).toBe(0);
});
