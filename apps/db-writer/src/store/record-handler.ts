import {
  ACK,
  alertRecordSchema,
  PermanentError,
  scoreRecordSchema,
  type OrgId,
  type Outcome,
} from '@redoubt/contracts';
import type { AlertRecordRow, ScoreRecordRow } from '@redoubt/storage';
import type { RecordHandler, StreamRecord } from '@redoubt/stream';
import type { GroupCommit } from './group-commit.ts';
import type { ReachedNotes } from './reached-notes.ts';

/** Decodes a record, or says what is wrong with it without quoting it. */
type Decode<R> = (record: StreamRecord, orgId: OrgId) => R | PermanentError;

/** Where a record lies in its lane. */
type Placed = Pick<StreamRecord, 'entryId' | 'index'>;

interface RecordsBatch<R extends Placed> {
  orgId: OrgId;
  epoch: number;
  lane: StreamRecord['lane'];
  events: readonly R[];
}

interface RecordDeps<R extends Placed> {
  commit: GroupCommit<RecordsBatch<R>>;
  reached: Pick<ReachedNotes, 'keep'>;
}

/** Stores records of the alerts stream. */
export function createAlertHandler(deps: RecordDeps<AlertRecordRow>): RecordHandler {
  return createRecordHandler<AlertRecordRow>(deps, decodeAlert);
}

/** Stores records of the scores stream. */
export function createScoreHandler(deps: RecordDeps<ScoreRecordRow>): RecordHandler {
  return createRecordHandler<ScoreRecordRow>(deps, decodeScore);
}

/**
 * Stores records of an organisation and answers when they are on disk. What is no record of this organisation, or what
 * PostgreSQL refuses, goes to the dead letters; the records around it are stored.
 */
function createRecordHandler<R extends Placed>({ commit, reached }: RecordDeps<R>, decode: Decode<R>): RecordHandler {
  return async function storeRecords(batch, context) {
    const { orgId, lane, records } = batch;
    const dead = new Map<string, Outcome>();
    const events = records.flatMap((record): R[] => {
      const decoded = decode(record, orgId);
      if (!(decoded instanceof Error)) return [decoded];
      dead.set(record.recordId, { kind: 'dead', reason: 'undecodable', error: decoded });
      return [];
    });
    if (events.length > 0) {
      const rows = { orgId, epoch: context.epoch, lane, events };
      const result = await commit.add(rows, context.signal);
      await reached.keep(rows);
      for (const { eventId, reason } of result.refused) {
        dead.set(eventId, { kind: 'dead', reason: 'refused_by_store', error: new PermanentError(reason) });
      }
    }
    return dead.size === 0 ? 'ack' : records.map((record) => dead.get(record.recordId) ?? ACK);
  };
}

function decodeAlert({ value, ...place }: StreamRecord, orgId: OrgId): AlertRecordRow | PermanentError {
  const parsed = alertRecordSchema.safeParse(value);
  if (!parsed.success) return notA('alert', parsed.error);
  const { data } = parsed;
  const owner = data.type === 'alert' ? data.alert.orgId : data.incident.orgId;
  if (owner !== orgId) return new PermanentError('the record belongs to another organisation');
  return { ...placeOf(place), record: data };
}

function decodeScore({ value, ...place }: StreamRecord): ScoreRecordRow | PermanentError {
  const parsed = scoreRecordSchema.safeParse(value);
  return parsed.success ? { ...placeOf(place), record: parsed.data } : notA('score', parsed.error);
}

function placeOf({ recordId, lane, entryId, index }: Omit<StreamRecord, 'value'>) {
  return { recordId, lane, entryId, index };
}

function notA(
  kind: string,
  { issues: [issue] }: { issues: { path: PropertyKey[]; code?: string | undefined }[] },
): PermanentError {
  return new PermanentError(`no ${kind} record: ${issue?.path.join('.') ?? ''} ${issue?.code ?? ''}`.trim());
}
