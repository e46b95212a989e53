import { mkdir, open, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { SinkOf } from '@redoubt/rulebook';
import { failureOf } from '../failure.ts';
import type { SinkReach } from '../http/sink-http.ts';
import type { SendResult, SinkItem, SinkWriter } from '../sink-item.ts';

const LF = 0x0a;

/**
 * Lines in a file of the folder that the operator gave, one folder per organisation: on the disk before a batch counts
 * as sent. A file that was moved away (by a log rotation) is begun anew.
 */
export class FileWriter implements SinkWriter {
  readonly #sink: SinkOf<'file'>;
  readonly #folder: string | undefined;
  #file: { handle: FileHandle; path: string; inode: number } | undefined;

  constructor(sink: SinkOf<'file'>, { fileDir }: SinkReach) {
    this.#sink = sink;
    this.#folder = fileDir;
  }

  async send(items: readonly SinkItem[]): Promise<SendResult> {
    const [first] = items;
    if (this.#folder === undefined) return { kind: 'retry', detail: 'this installation has no folder for files' };
    if (first === undefined) return { kind: 'sent' };
    try {
      const { handle } = await this.#open(join(this.#folder, first.orgId));
      await append(handle, items.map(({ text }) => `${text}\n`).join(''));
      return { kind: 'sent' };
    } catch (thrown) {
      await this.close();
      return { kind: 'retry', detail: failureOf(thrown) };
    }
  }

  async #open(folder: string): Promise<{ handle: FileHandle }> {
    const path = join(folder, this.#sink.fileName);
    const held = this.#file;
    if (held) {
      const now = await stat(path).catch(() => undefined);
      if (now?.ino === held.inode) return held;
      await this.close();
    }
    await mkdir(folder, { recursive: true, mode: 0o750 });
    const handle = await open(path, 'a+', 0o640);
    this.#file = { handle, path, inode: (await handle.stat()).ino };
    await endLastLine(handle);
    return this.#file;
  }

  async close(): Promise<void> {
    const held = this.#file;
    this.#file = undefined;
    await held?.handle.close().catch(() => undefined);
  }
}

/** Either all of the text is on the disk, or nothing of it: half of a line would spoil the next. */
async function append(handle: FileHandle, text: string): Promise<void> {
  const { size } = await handle.stat();
  try {
    await handle.appendFile(text);
    await handle.datasync();
  } catch (error) {
    await takeBack(handle, size, text).catch(() => undefined);
    throw error;
  }
}

/** Cuts off what was written of a text, where nothing else stands behind it: two workers may have one file for a while. */
export async function takeBack(handle: FileHandle, from: number, text: string): Promise<void> {
  const { size } = await handle.stat();
  const whole = Buffer.from(text);
  if (size - from > whole.length) return;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
  if (whole.subarray(0, bytesRead).equals(buffer.subarray(0, bytesRead))) await handle.truncate(from);
}

/** A process that was killed while it wrote may have left half a line. */
async function endLastLine(handle: FileHandle): Promise<void> {
  const { size } = await handle.stat();
  if (size === 0) return;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer[0] !== LF) await handle.appendFile('\n');
}
