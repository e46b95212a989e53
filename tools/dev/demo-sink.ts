import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { createSink, listSinks, relayOutbox } from '@redoubt/rulebook';
import type { Control } from './demo-org.ts';

const FILE = 'events.ndjson';

/** Makes a sink that writes all events of an organisation to a file, unless it has sinks. */
export async function ensureDemoSink(control: Control, orgId: OrgId): Promise<void> {
  if ((await listSinks(control.database, orgId)).length > 0) return;
  const sink = { type: 'file', name: 'demo file', fileName: FILE, mapping: 'raw', startAt: 'oldest' } as const;
  await createSink(control.database, orgId, sink, { actor: 'dev' });
  const { failed } = await relayOutbox(control, { orgId });
  if (failed[0]) throw failed[0].error;
}

/** What stands in that file: the JSON of each event as it was accepted, in the order of arrival. */
export async function readDemoSink(sinkDir: string, orgId: OrgId): Promise<string[]> {
  const text = await readFile(join(sinkDir, orgId, FILE), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    const { event } = JSON.parse(line) as { event: unknown };
    return [JSON.stringify(event)];
  });
}
