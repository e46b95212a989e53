import { createHash } from 'node:crypto';
import { PermanentError, type OrgId } from '@redoubt/contracts';
import { enablePack, savePack } from '@redoubt/rulebook';
import type { RulePack } from '@redoubt/sigma';
import { CliError } from '../command/cli-error.ts';
import type { Context } from '../command/context.ts';
import { EXIT } from '../command/exit-code.ts';
import { applyChanges } from './apply-changes.ts';

/** For whom a pack is stored, and in whose name. */
export interface ImportFor {
  /** Absent: every organisation may use it. */
  orgId?: OrgId;
  /** Whether the organisation runs it from now on. */
  isEnabled: boolean;
  actor: string;
}

export interface Imported {
  isNew: boolean;
  isLive: boolean;
}

/**
 * The pack under a version made of its content, so that the same files for the same organisation are the same version.
 */
export function withContentVersion(pack: RulePack, orgId: OrgId | undefined): RulePack {
  const hash = createHash('sha256').update(orgId ?? '');
  hash.update(JSON.stringify({ ...pack, version: '' }));
  return { ...pack, version: hash.digest('hex').slice(0, 12) };
}

/** Stores a pack and lets an organisation run it. @throws CliError when the version exists with other content */
export async function importPack(context: Context, pack: RulePack, to: ImportFor): Promise<Imported> {
  const database = await context.database();
  const { orgId, actor } = to;
  context.output.progress(`storing ${pack.packId} ${pack.version}`);
  const isNew = await savePack(database, pack, { actor, ...(orgId === undefined ? {} : { orgId }) }).catch(
    (error: unknown) => {
      throw asConflict(error);
    },
  );
  if (orgId === undefined || !to.isEnabled) return { isNew, isLive: false };
  await enablePack(database, orgId, { packId: pack.packId, version: pack.version }, { actor });
  return { isNew, isLive: await applyChanges(context, orgId) };
}

function asConflict(error: unknown): unknown {
  if (!(error instanceof PermanentError) || !error.message.includes('exists with other content')) return error;
  return new CliError(EXIT.conflict, error.message, [
    'give another --version, or leave it out: it is made of the content',
  ]);
}
