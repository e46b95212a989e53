import { toError } from '@redoubt/contracts';
import { listArchives, verifyArchive } from '@redoubt/storage';
import { z } from 'zod';
import { defineCommand } from '../../command/definition.ts';
import { EXIT } from '../../command/exit-code.ts';
import { option } from '../../command/inputs.ts';
import { counted } from '../../output/number.ts';
import { printable } from '../../output/printable.ts';
import { renderTable } from '../../output/table.ts';
import { asDay, folderOption, ofDay } from './archive-json.ts';

export const archiveVerify = defineCommand({
  path: 'archive verify',
  summary: 'read archives to their end and compare them with their manifests',
  details:
    'Hashes of the file and of its content, sizes, rows in all and of every organisation. Ends with 3 when one differs.',
  options: { folder: folderOption, day: option('--day <day>', 'of this UTC day alone', asDay) },
  examples: [
    'redoubt archive verify --folder /var/lib/redoubt/archive',
    'redoubt archive verify --folder . --day 2026-08-01',
  ],
  result: z.object({
    isSound: z.boolean(),
    archives: z.array(
      z.object({ day: z.string(), file: z.string(), isSound: z.boolean(), fault: z.string().optional() }),
    ),
  }),
  rowsOf: ({ archives }) => archives,
  isEndless: () => true,
  run: async (context, { folder, day }) => {
    const all = await listArchives(folder);
    const archives: { day: string; file: string; isSound: boolean; fault?: string }[] = [];
    for (const manifest of day === undefined ? all : ofDay(all, day)) {
      context.output.progress(manifest.file);
      const head = { day: manifest.day, file: manifest.file };
      const fault = await verifyArchive(folder, manifest).then(
        () => undefined,
        (error: unknown) => toError(error).message,
      );
      archives.push({ ...head, isSound: fault === undefined, ...(fault === undefined ? {} : { fault }) });
    }
    const isSound = archives.every((one) => one.isSound);
    return { result: { isSound, archives }, exitCode: isSound ? EXIT.ok : EXIT.checksFailed };
  },
  render: ({ archives }, view) => {
    const bad = archives.filter((one) => !one.isSound);
    const head = `${counted(archives.length, 'archive')}, ${bad.length} not as written`;
    if (bad.length === 0) return head;
    const rows = bad.map(({ day, file, fault = '' }) => [day, file, view.style.bad(printable(fault))]);
    return `${renderTable([{ name: 'day' }, { name: 'file' }, { name: 'fault', isFlexible: true }], rows, view)}\n\n${head}`;
  },
});
