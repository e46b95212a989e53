import { createReadStream, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTempDir } from '@redoubt/test-kit';
import { create } from 'tar';
import { searchLayers } from './search-layers.ts';

const KEY = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n';

describe('the search for secrets in layers', () => {
  const temp = createTempDir('layers');
  const root = temp.path;
  afterAll(() => temp.remove());

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };

  /** Files of one layer, packed where the archive of images has it. */
  const layer = (path: string, files: Readonly<Record<string, string>>): void => {
    const folder = `${path}.files`;
    for (const [name, text] of Object.entries(files)) write(join(folder, name), text);
    mkdirSync(dirname(join(root, 'saved', path)), { recursive: true });
    create({ cwd: join(root, folder), file: join(root, 'saved', path), sync: true }, Object.keys(files));
  };

  const search = (images: readonly object[]): Promise<Map<string, string[]>> => {
    write('saved/manifest.json', JSON.stringify(images));
    create({ cwd: join(root, 'saved'), file: join(root, 'images.tar'), sync: true }, readdirSync(join(root, 'saved')));
    return searchLayers(createReadStream(join(root, 'images.tar'), { highWaterMark: 700 }) as AsyncIterable<Buffer>);
  };

  it('finds files and keys in every layer, also in one that images share', async () => {
    layer('base/layer.tar', {
      './etc/ssl/certs/x.pem': 'public',
      './usr/bin/node': 'x',
      './root/.npmrc': '_authToken=',
    });
    layer('one/layer.tar', { 'app/apps/one/main.ts': 'x', 'app/libs/x/y.ts': `${'x'.repeat(2_000)}${KEY}` });
    layer('blobs/sha256/2', { 'app/apps/two/main.ts': 'x', 'app/.env': 'x', 'elsewhere/z.ts': KEY });
    layer('clean/layer.tar', { 'app/apps/three/main.ts': 'x' });
    write('saved/blobs/sha256/config', '{"architecture":"amd64"}');
    symlinkSync('../base/layer.tar', join(root, 'saved/one/shared.tar'));
    const found = await search([
      { RepoTags: ['one:1'], Layers: ['one/shared.tar', 'one/layer.tar'] },
      { RepoTags: ['two:1', 'two:2'], Layers: ['base/layer.tar', 'blobs/sha256/2'] },
      { RepoTags: ['clean:1'], Layers: ['clean/layer.tar'] },
      { RepoTags: null, Layers: [] },
    ]);
    expect(Object.fromEntries(found)).toEqual({
      'one:1': ['root/.npmrc', 'app/libs/x/y.ts: a private key'],
      'two:1': ['root/.npmrc', 'app/.env'],
      'two:2': ['root/.npmrc', 'app/.env'],
    });
  });

  it('does not call a layer clean that it has not seen', async () => {
    await expect(search([{ RepoTags: ['one:1'], Layers: ['gone/layer.tar'] }])).rejects.toThrow(
      'the archive of images has no layer gone/layer.tar',
    );
  });
});
