import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { create } from 'tar';
import { RULE_FILE_LIMITS } from './rule-file.ts';
import { readRuleFiles } from './read-rule-files.ts';

const root = mkdtempSync(join(tmpdir(), 'redoubt-rule-files-'));
const folder = join(root, 'rules');
afterAll(() => rmSync(root, { recursive: true }));

const at = (...parts: string[]): string => join(root, ...parts);
const paths = async (path: string): Promise<string[]> => (await readRuleFiles(path)).files.map((file) => file.path);

interface Stored {
  name: string;
  text: string;
  /** Said to be this long, whatever it is. */
  saidBytes?: number;
}

/** A zip archive as simple ones are: local headers, directory, end (APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16). */
function zipOf(files: readonly Stored[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, saidBytes } of files) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(saidBytes ?? content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listed, end]);
}

beforeAll(() => {
  for (const inner of ['windows', '.git', 'tests', 'node_modules/x'])
    mkdirSync(join(folder, inner), { recursive: true });
  const files = [
    'b.yml',
    'windows/a.yaml',
    '.git/c.yml',
    'tests/d.yml',
    'node_modules/x/e.yml',
    '.hidden.yml',
    'README.md',
  ];
  for (const file of files) writeFileSync(join(folder, file), `title: ${file}\n`);
  symlinkSync(folder, join(folder, 'windows/loop'));
  symlinkSync(join(folder, 'absent'), join(folder, 'dangling.yml'));
});

describe('a folder', () => {
  it('gives its rule files by path; hidden folders, tests and links to folders are passed over', async () => {
    const { files, unreadable } = await readRuleFiles(folder);
    expect(files.map((file) => file.path)).toEqual(['b.yml', 'windows/a.yaml']);
    expect(unreadable).toEqual([expect.objectContaining({ path: 'dangling.yml' })]);
    expect(files[1]?.text).toBe('title: windows/a.yaml\n');
  });

  it('gives paths as people reach them when asked to', async () => {
    const { files } = await readRuleFiles(folder, { hasFullPaths: true });
    expect(files[0]?.path).toBe(join(folder, 'b.yml'));
  });

  it('refuses a file that is too large and reads the others', async () => {
    mkdirSync(at('large'));
    writeFileSync(at('large/a.yml'), 'a: b\n');
    writeFileSync(at('large/b.yml'), Buffer.alloc(RULE_FILE_LIMITS.fileBytes + 1, 'x'));
    const { files, unreadable } = await readRuleFiles(at('large'));
    expect(files.map((file) => file.path)).toEqual(['a.yml']);
    expect(unreadable[0]).toMatchObject({ path: 'b.yml', detail: expect.stringContaining('at most 4.2 MB') as string });
  });
});

describe('a list', () => {
  it('gives the files of its lines, and says which line is none', async () => {
    const rows = ['{"path":"x/a.yml","yaml":"a: 1","level":"high"}', 'nonsense', '', '{"path":"b.yml"}', '[]'];
    writeFileSync(at('rules.jsonl'), rows.join('\n'));
    const { files, unreadable } = await readRuleFiles(at('rules.jsonl'));
    expect(files).toEqual([{ path: 'x/a.yml', text: 'a: 1' }]);
    expect(unreadable.map(({ line }) => line)).toEqual([2, 4, 5]);
  });
});

describe('an archive', () => {
  it.each(['rules.tar', 'rules.tar.gz', 'rules.tgz'])('%s gives the same files as its folder', async (name) => {
    await create({ file: at(name), gzip: !name.endsWith('.tar'), cwd: root }, ['rules']);
    expect(await paths(at(name))).toEqual(['rules/b.yml', 'rules/windows/a.yaml']);
  });

  it('as zip gives the same', async () => {
    const files = ['rules/windows/a.yml', 'rules/tests/c.yml', 'rules/b.yml', 'rules/.github/d.yml'];
    writeFileSync(at('rules.zip'), zipOf(files.map((name) => ({ name, text: `title: ${name}` }))));
    const found = await readRuleFiles(at('rules.zip'));
    expect(found.files.map(({ path, text }) => [path, text])).toEqual([
      ['rules/b.yml', 'title: rules/b.yml'],
      ['rules/windows/a.yml', 'title: rules/windows/a.yml'],
    ]);
  });

  it('does not unpack more than a file says it has', async () => {
    const bomb = { name: 'bomb.yml', text: 'x'.repeat(50_000_000), saidBytes: 1_000 };
    writeFileSync(at('bomb.zip'), zipOf([bomb, { name: 'a.yml', text: 'a: 1' }]));
    const { files, unreadable } = await readRuleFiles(at('bomb.zip'));
    expect(files.map((file) => file.path)).toEqual(['a.yml']);
    expect(unreadable[0]).toMatchObject({ path: 'bomb.yml' });
  });

  it.each([
    ['broken.zip', Buffer.from('PK\x03\x04 nonsense')],
    ['broken.tar', Buffer.alloc(2_048, 'x')],
    ['broken.tar.gz', Buffer.from([0x1f, 0x8b, 0x08, 1, 2, 3])],
  ])('%s is said to be damaged', async (name, bytes) => {
    writeFileSync(at(name), bytes);
    await expect(readRuleFiles(at(name))).rejects.toMatchObject({
      name: 'CliError',
      message: expect.stringContaining('is no archive that can be read') as string,
    });
  });

  it('cut off in the middle is said to be damaged', async () => {
    await create({ file: at('whole.tar'), cwd: root }, ['rules']);
    const { readFileSync } = await import('node:fs');
    writeFileSync(at('cut.tar'), readFileSync(at('whole.tar')).subarray(0, 3_000));
    await expect(readRuleFiles(at('cut.tar'))).rejects.toThrow('is no archive that can be read');
  });
});

it.each([
  ['absent', 'there is no file or folder'],
  ['rules/README.md', 'is no source of rules'],
  ['rules/.git', 'there are no rule files'],
])('%s: %s', async (path, message) => {
  if (path === 'rules/.git') rmSync(at('rules/.git/c.yml'));
  await expect(readRuleFiles(at(path))).rejects.toThrow(message);
});
