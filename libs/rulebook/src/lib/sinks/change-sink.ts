import { isDeepStrictEqual } from 'node:util';
import { PermanentError, type OrgId } from '@redoubt/contracts';
import type { SecretBox } from '@redoubt/encryption';
import { jsonbText, type Database, type Session } from '@redoubt/storage';
import { checked } from '../checked.ts';
import { auditChange, changeSettings, type Author } from '../rulebook-deps.ts';
import { isPlaceField, isSecretField, joinSink, splitSink, type SinkInfo, type SinkSecrets } from './sink-parts.ts';
import { sinkChangeSchema, sinkSchema, type Sink, type SinkChange } from './sink-settings.ts';
import { requireFreeSink, sealSinkSecrets, sinkSecretContext } from './sinks.ts';

interface SinkRow {
  doc: SinkInfo;
  secret: Buffer | null;
}

/** Which sink, and what to open its secrets with. */
export interface SinkRef {
  sinkId: string;
  /** Needed for a sink that has a secret. */
  secretBox?: SecretBox | undefined;
}

/**
 * One sink with its secrets, as PostgreSQL has it: for sending to it, and nothing else.
 *
 * @returns undefined when the organisation has no such sink
 * @throws PermanentError when its secret cannot be opened, or its settings are none that this release takes
 */
export async function openSink(
  database: Database,
  orgId: OrgId,
  { sinkId, secretBox }: SinkRef,
): Promise<Sink | undefined> {
  const [row] = await database.transaction((session) => readRows(session, sinkId), {
    ...{ role: 'redoubt_writer', orgId, isReadOnly: true, statementTimeoutMs: 5_000 },
  });
  return row && joinSink(row.doc, openSecrets(row, orgId, secretBox));
}

/**
 * Changes what is named of a sink; its type and its cursor stay.
 *
 * @returns the sink without its secrets
 * @throws PermanentError  there is none, the change makes no sense for its type, the name is taken, secrets are to be
 *   given again, or its secret cannot be opened or kept
 */
export async function changeSink(
  database: Database,
  orgId: OrgId,
  given: SinkChange,
  options: Author & SinkRef,
): Promise<SinkInfo> {
  const { sinkId, secretBox, actor } = options;
  const change = checked(sinkChangeSchema, given, 'sink');
  return changeSettings(database, { orgId, actor, topic: 'sinks' }, async (session) => {
    const rows = await readRows(session);
    const row = rows.find(({ doc }) => doc.sinkId === sinkId);
    if (!row) throw new PermanentError(`there is no sink ${sinkId}`);
    const { settings, ...head } = change;
    const needsSecrets = settings !== undefined && row.secret !== null;
    const held = needsSecrets ? openSecrets(row, orgId, secretBox) : {};
    const next = merge(row.doc, held, head, settings ?? {});
    const sink = needsSecrets || settings !== undefined ? checked(sinkSchema, next.whole, 'sink') : undefined;
    const parts = sink ? splitSink(sink, row.doc.group) : { info: { ...row.doc, ...head } as SinkInfo, secrets: held };
    const isSame = settings === undefined || isDeepStrictEqual(parts.secrets, held);
    const sealed = isSame ? row.secret : sealSinkSecrets(secretBox, parts.secrets, sinkSecretContext(orgId, sinkId));
    requireFreeSink(
      rows.map(({ doc }) => doc),
      parts.info,
    );
    await session.query(
      `UPDATE sinks SET name = $3, is_enabled = $4, doc = $5, secret = $6, updated_at = now(), updated_by = $7
       WHERE org_id = $1 AND sink_id = $2`,
      [orgId, sinkId, parts.info.name, parts.info.isEnabled, jsonbText(parts.info), sealed, actor],
    );
    const target = { kind: 'sink', id: sinkId };
    const after = isSame ? parts.info : { ...parts.info, isSecretChanged: true };
    await auditChange(session, { ...options, orgId }, { action: 'sink.changed', target, before: row.doc, after });
    return parts.info;
  });
}

async function readRows(session: Session, sinkId?: string): Promise<SinkRow[]> {
  return session.query<SinkRow>('SELECT doc, secret FROM sinks WHERE $1::uuid IS NULL OR sink_id = $1', [
    sinkId ?? null,
  ]);
}

function openSecrets({ doc, secret }: SinkRow, orgId: OrgId, box: SecretBox | undefined): SinkSecrets {
  if (secret === null) return {};
  if (!box) throw new PermanentError('this sink has a secret, and there is no REDOUBT_SECRET_KEY to open it with');
  return JSON.parse(box.open(secret, sinkSecretContext(orgId, doc.sinkId))) as SinkSecrets;
}

/** Null takes away; what does not belong to the type is left for the schema to refuse. */
function merge(
  doc: SinkInfo,
  secrets: SinkSecrets,
  head: Omit<SinkChange, 'settings'>,
  settings: Readonly<Record<string, unknown>>,
): { whole: Record<string, unknown> } {
  const { sinkId, name, type, isEnabled, filter, mapping, batch, onFull, startAt, config } = doc;
  const own = { sinkId, name, type, isEnabled, filter, mapping, batch, onFull, startAt };
  const foreign = Object.keys(settings).find((field) => Object.hasOwn(own, field));
  if (foreign !== undefined) throw new PermanentError(`${foreign} is no setting of the type ${type}`);
  const isMoved = Object.entries(settings).some(
    ([name, value]) => isPlaceField(name) && !isSecretField(doc.type, name) && !isDeepStrictEqual(config[name], value),
  );
  // Whoever may change a sink could otherwise have its secrets sent to a server of theirs.
  const kept = isMoved ? {} : secrets;
  const named = Object.entries({ ...own, ...config, ...kept, ...given(head), ...settings });
  return { whole: Object.fromEntries(named.filter(([, value]) => value !== null && value !== undefined)) };
}

function given(head: object): object {
  return Object.fromEntries(Object.entries(head).filter(([, value]) => value !== undefined));
}
