import { createReadStream } from 'node:fs';
import { toError } from '@redoubt/contracts';
import { Parser, type ReadEntry } from 'tar';
import { isRuleFile, type RuleFileCollector } from './rule-file-collector.ts';

/** Reads the rule files of a tar archive, compressed or not. @throws Error  it is damaged */
export async function readTar(path: string, collector: RuleFileCollector): Promise<void> {
  let failure: Error | undefined;
  const parser = new Parser({
    strict: true,
    // A link has no content of its own.
    filter: (name, entry) => (entry as ReadEntry).type.endsWith('File') && isRuleFile(name),
    onReadEntry: (entry) => {
      try {
        take(entry, collector);
      } catch (error) {
        failure ??= toError(error);
        entry.resume();
      }
    },
  });
  parser.on('error', (error: Error) => {
    failure ??= error;
  });
  const ended = new Promise<void>((resolve) => parser.on('end', resolve));
  for await (const chunk of createReadStream(path)) {
    parser.write(chunk as Buffer);
    if (failure) throw failure;
  }
  parser.end();
  await Promise.race([ended, new Promise((resolve) => setImmediate(resolve))]);
  if (failure) throw failure;
}

function take(entry: ReadEntry, collector: RuleFileCollector): void {
  if (!collector.admits(entry.path, entry.size)) {
    entry.resume();
    return;
  }
  const chunks: Buffer[] = [];
  entry.on('data', (chunk: Buffer) => chunks.push(chunk));
  entry.on('end', () => collector.add(entry.path, Buffer.concat(chunks).toString('utf8')));
}
