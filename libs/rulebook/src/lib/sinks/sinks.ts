import { PermanentError, type OrgId } from '@redoubt/contracts';
import type { SecretBox, SecretContext } from '@redoubt/encryption';
import type { GroupName } from '@redoubt/key-schema';
import { jsonbText, type Database, type Session } from '@redoubt/storage';
import { checked } from '../checked.ts';
import { auditChange, changeSettings, readSettings, type Author } from '../rulebook-deps.ts';
import { splitSink, type SinkInfo, type SinkSecrets } from './sink-parts.ts';
import { sinkSchema, type NewSink } from './sink-settings.ts';

/** Sinks of an organisation; further ones are refused. */
export const MAX_SINKS = 20;

const FIRST_GROUP: GroupName = 'siem_forwarder';

/** What a sink's secrets are sealed for. */
export function sinkSecretContext(orgId: OrgId, sinkId: string): SecretContext {
  return { orgId, purpose: 'siem_sink', id: sinkId };
}

/**
 * Makes a sink. The cursor of an organisation's first one is `siem_forwarder`, that of any other one of its own: whoever
 * still forwards by a cursor whose sink is gone must not do so with the place of another.
 *
 * @returns the sink without its secrets
 * @throws PermanentError  it makes no sense, its name is taken, there are too many, or it has a secret and there is no
 *   key to seal it with
 */
export async function createSink(
  database: Database,
  orgId: OrgId,
  given: NewSink,
  options: Author & { secretBox?: SecretBox | undefined },
): Promise<SinkInfo> {
  const sinkId = globalThis.crypto.randomUUID();
  const sink = checked(sinkSchema, { ...given, sinkId }, 'sink');
  return changeSettings(database, { orgId, actor: options.actor, topic: 'sinks' }, async (session) => {
    const held = await readInfos(session);
    if (held.length >= MAX_SINKS) throw new PermanentError(`an organisation has at most ${MAX_SINKS} sinks`);
    const isFirst = held.every(({ group }) => group !== FIRST_GROUP) && !(await isFirstGone(session, orgId));
    const { info, secrets } = splitSink(sink, isFirst ? FIRST_GROUP : `siem_forwarder:${sinkId}`);
    requireFreeSink(held, info);
    const sealed = sealSinkSecrets(options.secretBox, secrets, sinkSecretContext(orgId, sinkId));
    await session.query(
      `INSERT INTO sinks (org_id, sink_id, name, type, is_enabled, group_name, doc, secret, updated_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [...[orgId, sinkId, info.name, info.type, info.isEnabled, info.group], jsonbText(info), sealed, options.actor],
    );
    await expectGroup(session, orgId, info.group);
    const target = { kind: 'sink', id: sinkId };
    await auditChange(session, { ...options, orgId }, { action: 'sink.created', target, after: info });
    return info;
  });
}

/**
 * Switches a sink on or off; while it is off what is to be sent is kept. One that was taken off goes on at what is kept
 * when it is switched on.
 *
 * @throws PermanentError when there is none
 */
export async function enableSink(
  database: Database,
  orgId: OrgId,
  sinkId: string,
  options: Author & { isEnabled: boolean },
): Promise<SinkInfo> {
  return changeSettings(database, { orgId, actor: options.actor, topic: 'sinks' }, async (session) => {
    const [row] = await session.query<{ doc: SinkInfo }>(
      `UPDATE sinks SET is_enabled = $3, doc = jsonb_set(doc, '{isEnabled}', to_jsonb($3::boolean)),
         detached_at = CASE WHEN $3 THEN NULL ELSE detached_at END, updated_at = now(), updated_by = $4
       WHERE org_id = $1 AND sink_id = $2 RETURNING doc`,
      [orgId, sinkId, options.isEnabled, options.actor],
    );
    if (!row) throw new PermanentError(`there is no sink ${sinkId}`);
    if (options.isEnabled) await expectGroup(session, orgId, row.doc.group);
    const action = options.isEnabled ? 'sink.resumed' : 'sink.paused';
    await auditChange(session, { ...options, orgId }, { action, target: { kind: 'sink', id: sinkId } });
    return row.doc;
  });
}

/** Takes a sink away with its secrets and its cursor. @throws PermanentError when there is no such sink */
export async function deleteSink(database: Database, orgId: OrgId, sinkId: string, author: Author): Promise<void> {
  await changeSettings(database, { orgId, actor: author.actor, topic: 'sinks' }, async (session) => {
    const [row] = await session.query<{ doc: SinkInfo }>(
      'DELETE FROM sinks WHERE org_id = $1 AND sink_id = $2 RETURNING doc',
      [orgId, sinkId],
    );
    if (!row) throw new PermanentError(`there is no sink ${sinkId}`);
    await expectNoMore(session, orgId, row.doc.group);
    if (row.doc.group === FIRST_GROUP)
      await session.query('UPDATE organizations SET is_first_sink_gone = true WHERE id = $1', [orgId]);
    const target = { kind: 'sink', id: sinkId };
    await auditChange(session, { ...author, orgId }, { action: 'sink.removed', target, before: row.doc });
  });
}

/** An organisation's sinks by name, without their secrets. */
export async function listSinks(database: Database, orgId: OrgId): Promise<SinkInfo[]> {
  return readSettings(database, orgId, readInfos);
}

async function isFirstGone(session: Session, orgId: OrgId): Promise<boolean> {
  const [row] = await session.query<{ is_first_sink_gone: boolean }>(
    'SELECT is_first_sink_gone FROM organizations WHERE id = $1',
    [orgId],
  );
  return row?.is_first_sink_gone ?? false;
}

async function expectGroup(session: Session, orgId: OrgId, group: GroupName): Promise<void> {
  await session.query(
    `UPDATE organizations SET expected_groups = expected_groups || $2::text
     WHERE id = $1 AND NOT $2::text = ANY (expected_groups)`,
    [orgId, group],
  );
}

/** Nothing is kept for the group from here on. */
export async function expectNoMore(session: Session, orgId: OrgId, group: GroupName): Promise<void> {
  await session.query(
    'UPDATE organizations SET expected_groups = array_remove(expected_groups, $2::text) WHERE id = $1',
    [orgId, group],
  );
}

async function readInfos(session: Session): Promise<SinkInfo[]> {
  // Row security leaves the rows of the one organisation.
  const rows = await session.query<{ doc: SinkInfo }>('SELECT doc FROM sinks ORDER BY name');
  return rows.map((row) => row.doc);
}

/** @throws PermanentError when another sink has the name, or writes the same file */
export function requireFreeSink(
  held: readonly SinkInfo[],
  { sinkId, name, type, target }: Pick<SinkInfo, 'sinkId' | 'name' | 'type' | 'target'>,
): void {
  const others = held.filter((one) => one.sinkId !== sinkId);
  if (others.some((one) => one.name === name)) {
    throw new PermanentError(`there is a sink ${JSON.stringify(name)} already`);
  }
  const writer = others.find((one) => type === 'file' && one.type === type && one.target === target);
  if (writer !== undefined) throw new PermanentError(`the sink ${JSON.stringify(writer.name)} writes that file`);
}

/** @returns null when there is nothing to seal @throws PermanentError when there is no key */
export function sealSinkSecrets(
  box: SecretBox | undefined,
  secrets: SinkSecrets,
  context: SecretContext,
): Buffer | null {
  if (Object.keys(secrets).length === 0) return null;
  if (!box) throw new PermanentError('this sink has a secret, and there is no REDOUBT_SECRET_KEY to keep it with');
  return box.seal(JSON.stringify(secrets), context);
}
