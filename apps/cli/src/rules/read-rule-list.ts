import { createReadStream } from 'node:fs';
import { toError } from '@redoubt/contracts';
import { readLines } from '../send/read-lines.ts';
import { RULE_FILE_LIMITS } from './rule-file.ts';
import type { RuleFileCollector } from './rule-file-collector.ts';

/** JSON spells a character of the file in up to six. */
const maxLineBytes = 6 * RULE_FILE_LIMITS.fileBytes;

/** Reads a list of rule files, one JSON object `{path, yaml}` a line; other fields are of no account. */
export async function readRuleList(path: string, collector: RuleFileCollector): Promise<void> {
  for await (const { number, bytes } of readLines(createReadStream(path, { highWaterMark: 1 << 20 }), maxLineBytes)) {
    if (bytes === undefined) {
      collector.refuse(path, 'the line is too long', number);
      continue;
    }
    const row = parse(bytes);
    if (typeof row === 'string') collector.refuse(path, row, number);
    else if (collector.admits(row.path, bytes.length)) collector.add(row.path, row.yaml);
  }
}

function parse(bytes: Buffer): { path: string; yaml: string } | string {
  let row: unknown;
  try {
    row = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    return `the line is no JSON: ${toError(error).message}`;
  }
  const { path, yaml } = (row ?? {}) as { path?: unknown; yaml?: unknown };
  if (typeof path !== 'string' || path === '' || typeof yaml !== 'string')
    return 'the line lacks the texts path and yaml';
  return { path, yaml };
}
