import { buffer } from 'node:stream/consumers';
import { toError } from '@redoubt/contracts';
import { open, type Entry, type ZipFile } from 'yauzl';
import { isRuleFile, type RuleFileCollector } from './rule-file-collector.ts';

/** Reads the rule files of a zip archive. @throws Error  it is damaged */
export async function readZip(path: string, collector: RuleFileCollector): Promise<void> {
  const zip = await openZip(path);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  zip.on('error', reject);
  zip.on('end', resolve);
  zip.on('entry', (entry: Entry) => {
    take(zip, entry, collector).then(() => zip.readEntry(), reject);
  });
  zip.readEntry();
  try {
    await promise;
  } finally {
    zip.close();
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // Sizes are checked while a file is unpacked: what says it is small is small.
    open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });
}

async function take(zip: ZipFile, entry: Entry, collector: RuleFileCollector): Promise<void> {
  const { fileName, uncompressedSize } = entry;
  if (!isRuleFile(fileName) || !collector.admits(fileName, uncompressedSize)) return;
  try {
    collector.add(fileName, (await contentOf(zip, entry)).toString('utf8'));
  } catch (error) {
    collector.refuse(fileName, `the file cannot be unpacked: ${toError(error).message}`);
  }
}

function contentOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : buffer(stream).then(resolve, reject)));
  });
}
