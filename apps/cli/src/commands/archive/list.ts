import { listArchives } from '@redoubt/storage';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { formatBytes, formatCount } from '../../output/number.ts';
import { renderTable } from '../../output/table.ts';
import { archiveJson, archiveSchema, folderOption } from './archive-json.ts';

export const archiveList = defineCommand({
  path: 'archive list',
  summary: 'list days that were archived before they were dropped',
  options: { folder: folderOption },
  examples: ['redoubt archive list --folder /var/lib/redoubt/archive'],
  result: z.object({ archives: z.array(archiveSchema) }),
  rowsOf: ({ archives }) => archives,
  run: async (context, { folder }) => {
    const archives = (await listArchives(folder)).map(archiveJson);
    if (archives.length === 0) context.output.note('no archives there');
    return { result: { archives } };
  },
  render: ({ archives }, view) =>
    renderTable(
      [
        { name: 'day' },
        ...['part', 'events', 'orgs', 'size', 'unpacked'].map((name) => ({ name, align: 'right' as const })),
        { name: 'file' },
      ],
      archives.map(({ day, part, rows, organizations, sizeBytes, plainSizeBytes, file }) => [
        ...[day, String(part), formatCount(rows), formatCount(organizations)],
        ...[formatBytes(sizeBytes), formatBytes(plainSizeBytes), file],
      ]),
      view,
    ),
});
