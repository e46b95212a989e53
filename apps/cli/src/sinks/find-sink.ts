import type { OrgId } from '@redoubt/contracts';
import { listSinks, type SinkInfo } from '@redoubt/rulebook';
import type { Database } from '@redoubt/storage';
import { usageError } from '../command/cli-error.ts';
import { similarTo } from '../output/similar.ts';

/**
 * The sink of this name, id, or first digits of an id.
 *
 * @throws CliError when there is none, or there are several
 */
export async function findSink(database: Database, orgId: OrgId, typed: string): Promise<SinkInfo> {
  const sinks = await listSinks(database, orgId);
  const named = sinks.find(({ name, sinkId }) => name === typed || sinkId === typed);
  if (named) return named;
  const [first, second] = typed.length < 4 ? [] : sinks.filter(({ sinkId }) => sinkId.startsWith(typed));
  if (first && !second) return first;
  const similar = similarTo(
    typed,
    sinks.map(({ name }) => name),
  );
  const hint =
    similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : 'redoubt sink list --org <org> shows them';
  throw usageError(`there is no sink ${JSON.stringify(typed)} in this organisation`, hint);
}
