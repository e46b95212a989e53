import type { ArchiveManifest } from '@redoubt/storage';
import { z } from 'zod';
import { usageError } from '../../command/cli-error.ts';
import { asText, BadValue, option } from '../../command/inputs.ts';

export const archiveSchema = z.object({
  day: z.string().describe('UTC'),
  part: z.number().int(),
  file: z.string(),
  rows: z.number().int(),
  organizations: z.number().int(),
  sizeBytes: z.number().int(),
  plainSizeBytes: z.number().int(),
  firstReceivedAt: z.string().optional(),
  lastReceivedAt: z.string().optional(),
  createdAt: z.string().describe('RFC 3339'),
});
export type ArchiveJson = z.infer<typeof archiveSchema>;

export function archiveJson({ organizations, ...one }: ArchiveManifest): ArchiveJson {
  const { day, part, file, rows, sizeBytes, plainSizeBytes, firstReceivedAt, lastReceivedAt, createdAt } = one;
  return {
    ...{
      day,
      part,
      file,
      rows,
      organizations: Object.keys(organizations).length,
      sizeBytes,
      plainSizeBytes,
      createdAt,
    },
    ...(firstReceivedAt === undefined ? {} : { firstReceivedAt }),
    ...(lastReceivedAt === undefined ? {} : { lastReceivedAt }),
  };
}

export const folderOption = option('--folder <folder>', 'ARCHIVE_DIR of db-writer, or a copy of it', asText, {
  isRequired: true,
});

export const asDay = (text: string): string => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new BadValue('must be a day such as 2026-11-22');
  return text;
};

/** Archives of a day. @throws CliError when there is none */
export function ofDay(archives: readonly ArchiveManifest[], day: string): [ArchiveManifest, ...ArchiveManifest[]] {
  const [first, ...rest] = archives.filter((one) => one.day === day);
  if (first === undefined)
    throw usageError(`there is no archive of ${day}`, 'redoubt archive list shows what there is');
  return [first, ...rest];
}
