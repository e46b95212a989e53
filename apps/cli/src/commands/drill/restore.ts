import { readFileSync } from 'node:fs';
import { toError } from '@redoubt/contracts';
import { connectDatabase, readCopy, readCopyBounds, readSchemaState, type Database } from '@redoubt/storage';
import { z } from 'zod';
import { actorOption } from '../../alerts/actor.ts';
import { usageError } from '../../command/cli-error.ts';
import type { Context } from '../../command/context.ts';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { asDuration, asText, flag, option } from '../../command/inputs.ts';
import { compareProjection } from '../../drill/compare-projection.ts';
import { drillSchema, keepDrill } from '../../drill/drill-json.ts';
import { judgeCopy } from '../../drill/judge-copy.ts';
import { renderDrill } from '../../drill/render-drill.ts';
import {
  createScratchDatabase,
  dropAbandoned,
  runRestore,
  type ScratchDatabase,
} from '../../drill/scratch-database.ts';
import { printable } from '../../output/printable.ts';
import { auditReasonOption, operatorOf } from '../../people/operator.ts';

const DAY_MS = 86_400_000;
const STATEMENT_MS = 3_600_000;

const schema = drillSchema.extend({
  notes: z.array(z.string()).describe('what is other and no fault, and what killed drills have left'),
});

interface Found {
  figures: Record<string, number>;
  faults: string[];
  notes: string[];
}

export const drillRestore = defineCommand({
  path: 'drill restore',
  summary: 'restore a backup into a scratch database and hold it against the live one',
  details:
    'With --run a database is made on the live server, the command is run with its address in DRILL_DATABASE_URL, and the database is dropped again, with those that killed drills have left for more than a day; with --restored-file a database is looked at that was restored elsewhere. Compared are events by organisation and day, histories of alerts and audit chains up to where the backup goes by its own record, with counts and hashes. Then what Redis holds of organisations, settings, rules and keys is held against what PostgreSQL would give it, so that Redis could be rebuilt from nothing; what differs is looked at three times within four seconds, since changes may be on their way. The result is kept as evidence, as a failed one when the drill breaks off or is interrupted: compliance runs show the date of the last one.',
  options: {
    run: option('--run <command>', 'shell command that restores the backup into DRILL_DATABASE_URL', asText),
    restoredFile: option('--restored-file <file>', 'holds the address of a database that was restored', asText),
    window: option('--window <duration>', 'how far back events are compared', asDuration, {
      defaultValue: 7 * DAY_MS,
      defaultText: '7d',
    }),
    most: option('--most <duration>', 'how old the newest thing in the backup may be', asDuration, {
      defaultValue: DAY_MS,
      defaultText: '24h',
    }),
    dryRun: flag('--dry-run', 'only hold Redis against PostgreSQL; nothing is restored or kept'),
    yes: flag('--yes', 'do it'),
    reason: auditReasonOption,
    actor: actorOption,
  },
  examples: [
    'redoubt drill restore --dry-run',
    `redoubt drill restore --run 'pg_restore --no-owner -d "$DRILL_DATABASE_URL" /backup/newest.dump' --yes`,
    'redoubt drill restore --restored-file restored-url --reason "quarterly drill" --yes',
  ],
  result: schema,
  isEndless: () => true,
  graceMs: 30_000,
  run: async (context, { run, restoredFile, window, most, dryRun, yes, reason, actor }) => {
    if (dryRun === yes) throw usageError('add --dry-run to look, or --yes to do it');
    const startedAtMs = context.clock.now();
    if (dryRun) {
      const { figures, faults, notes } = await lookAtProjection(context);
      const head = { isDryRun: true, isPassed: null, seconds: 0 };
      return { result: { ...head, figures, faults, notes }, ...(faults.length > 0 ? FAILED : {}) };
    }
    if ((run === undefined) === (restoredFile === undefined)) throw usageError('give --run or --restored-file');
    const operator = operatorOf(context, { actor, reason });
    const look: Look = (restored) => compare(context, restored, { windowMs: window, mostMs: most });
    const found =
      run === undefined
        ? await lookAtRestored(context, readUrl(restoredFile as string), look)
        : await restoreAndLook(context, run, look);
    const redis = await orBrokenOff('the comparison with Redis', () => lookAtProjection(context));
    const figures = { ...found.figures, ...redis.figures };
    const went = { kind: 'restore' as const, startedAtMs, figures, faults: [...found.faults, ...redis.faults] };
    const kept = await keepDrill(context, went, operator);
    return { result: { ...kept, notes: [...found.notes, ...redis.notes] }, ...(kept.isPassed ? {} : FAILED) };
  },
  render: (result, view) =>
    [...result.notes.map((note) => `note  ${printable(note)}`), renderDrill(result, view)].join('\n'),
});

const FAILED = { exitCode: EXIT.checksFailed } as const;

type Look = (restored: Database) => Promise<Found>;

/** What breaks off has failed: evidence of an older drill must not stand in for it. */
async function orBrokenOff(what: string, look: () => Promise<Found>): Promise<Found> {
  try {
    return await look();
  } catch (error) {
    return { figures: {}, faults: [`${what} broke off: ${toError(error).message}`], notes: [] };
  }
}

async function restoreAndLook(context: Context, command: string, look: Look): Promise<Found> {
  const { url: liveUrl } = context.settings.database();
  const left: string[] = [];
  const found = await orBrokenOff('the restore', async () => {
    const live = await context.database();
    left.push(...(await dropAbandoned(live, context.clock.now())));
    const scratch = await createScratchDatabase(live, liveUrl, context.clock.now());
    return restoreInto(context, scratch, { command, look });
  });
  return { ...found, notes: [...left, ...found.notes] };
}

async function restoreInto(
  context: Context,
  scratch: ScratchDatabase,
  { command, look }: { command: string; look: Look },
): Promise<Found> {
  context.output.progress('restoring');
  const startedMs = context.clock.monotonicMs();
  const failure = await runRestore(command, scratch.url, context.signal).then(
    () => undefined,
    (error: unknown) => toError(error).message,
  );
  const restoreSeconds = Math.round((context.clock.monotonicMs() - startedMs) / 100) / 10;
  const found =
    failure === undefined
      ? await lookAtRestored(context, scratch.url, look)
      : { figures: {}, faults: [failure], notes: [] };
  await scratch.drop().catch((error: unknown) => {
    found.faults.push(`the scratch database could not be dropped: ${toError(error).message}`);
  });
  return { ...found, figures: { restoreSeconds, ...found.figures } };
}

function lookAtRestored(context: Context, url: string, look: Look): Promise<Found> {
  return orBrokenOff('the comparison with the live database', async () => {
    const settings = { ...context.settings.database(), url };
    const restored = await connectDatabase({ ...settings, appName: 'redoubt-drill', statementTimeoutMs: STATEMENT_MS });
    // A statement under way may take an hour; its connection ends with this process at the latest.
    const stopped = Promise.withResolvers<never>();
    const stop = (): void => stopped.reject(new Error('interrupted'));
    if (context.signal.aborted) stop();
    context.signal.addEventListener('abort', stop, { once: true });
    try {
      return await Promise.race([look(restored), stopped.promise]);
    } finally {
      context.signal.removeEventListener('abort', stop);
      const closing = restored.close();
      if (!context.signal.aborted) await closing;
    }
  });
}

async function compare(
  context: Context,
  restored: Database,
  { windowMs, mostMs }: { windowMs: number; mostMs: number },
): Promise<Found> {
  context.output.progress('comparing');
  const { missing, unknown, changed } = await readSchemaState(restored);
  if (missing.length + unknown.length + changed.length > 0) {
    const names = [...missing, ...unknown, ...changed].slice(0, 5).join(', ');
    return { figures: {}, faults: [`the restored schema is not that of this release: ${names}`], notes: [] };
  }
  const nowMs = context.clock.now();
  const bounds = await readCopyBounds(restored);
  const copy = await readCopy(restored, bounds, nowMs - windowMs);
  const live = await readCopy(await context.database(), bounds, nowMs - windowMs);
  const { partsCompared, faults, notes } = judgeCopy(copy, live);
  const backupAgeSeconds = Math.round((nowMs - (await newestMs(restored))) / 1_000);
  if (backupAgeSeconds * 1_000 > mostMs) faults.push(`the newest thing in the backup is ${backupAgeSeconds} s old`);
  const events = [...copy].reduce((sum, [name, { count }]) => (name.startsWith('events ') ? sum + count : sum), 0);
  const organizations = bounds.organizations.length;
  return { figures: { organizations, eventsCompared: events, partsCompared, backupAgeSeconds }, faults, notes };
}

/** When a copy was last written to, as far as its rows tell. */
async function newestMs(database: Database): Promise<number> {
  const [row] = await database.transaction(
    (session) =>
      session.query<{ at: number | null }>(
        `SELECT floor(extract(epoch FROM greatest((SELECT max(at) FROM audit_log), (SELECT max(updated_at) FROM alerts))) * 1000)::float8 AS at`,
      ),
    { role: 'redoubt_compliance', isReadOnly: true },
  );
  const [stored] = await database.query<{ at: number | null }>(
    'SELECT floor(extract(epoch FROM max(updated_at)) * 1000)::float8 AS at FROM stream_positions',
  );
  return Math.max(0, row?.at ?? 0, stored?.at ?? 0);
}

async function lookAtProjection(context: Context): Promise<Found> {
  context.output.progress('looking at Redis');
  const { compared, differences } = await compareProjection({
    ...(await context.tenancy()),
    ...{ pause: (ms: number) => context.pause(ms), signal: context.signal },
  });
  const figures = { projectionCompared: compared, projectionDifferences: differences.length };
  return { figures, faults: differences, notes: [] };
}

function readUrl(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw usageError(`the address cannot be read: ${toError(error).message}`);
  }
}
