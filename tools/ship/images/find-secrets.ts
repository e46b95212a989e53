import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list } from 'tar';
import { docker } from './engine.ts';

const SECRET_FILE = /(?:^|\/)(?:\.env|\.npmrc|\.git|\.netrc|\.redoubt|id_[a-z0-9]+|[^/]+\.(?:key|pem|p12|pfx|acl))$/;
/** Lists of public authorities, which are no secret. */
const PUBLIC = /^(?:etc\/ssl\/|usr\/share\/ca-certificates\/|usr\/lib\/ssl\/|usr\/local\/share\/)/;
const OURS = /^(?:app\/(?:apps|libs)|opt)\//;
const PRIVATE_KEY = 'PRIVATE KEY-----\n';
const SECRET_VALUE = /(?:PASSWORD|TOKEN|SECRET|_KEY)[A-Z_]*=\S/;

/** What looks like a secret in an image: how its layers were made, its environment, names of files and our own files. */
export async function findSecrets(image: string): Promise<string[]> {
  const history = (await docker(['history', '--no-trunc', '--format', '{{.CreatedBy}}', image])).split('\n');
  const env = JSON.parse(await docker(['image', 'inspect', '--format', '{{json .Config.Env}}', image])) as string[];
  const found = [...history, ...env].filter((text) => SECRET_VALUE.test(text));
  return [...found, ...(await suspectFiles(image))];
}

async function suspectFiles(image: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'redoubt-image-'));
  const container = await docker(['create', image]);
  try {
    const file = join(folder, 'image.tar');
    await docker(['export', '--output', file, container]);
    const found: string[] = [];
    await list({
      file,
      onReadEntry: (entry) => {
        const { path } = entry;
        if (SECRET_FILE.test(path) && !PUBLIC.test(path)) found.push(path);
        if (!OURS.test(path)) return;
        entry.on('data', (chunk: Buffer) => {
          if (chunk.toString('latin1').includes(PRIVATE_KEY)) found.push(`${path}: a private key`);
        });
      },
    });
    return found;
  } finally {
    await docker(['rm', container]);
    rmSync(folder, { recursive: true, force: true });
  }
}
