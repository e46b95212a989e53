import { join } from 'node:path';
import { step, UserError } from './output.mjs';
import { npm } from './packages.mjs';
import { outputOf, run } from './run.mjs';

const MAJOR = 24;

/** Path of a Node 24 (or newer) executable: our own, the one among the npm packages, or one fetched from npm. */
export async function ensureNode24(root) {
  const fetchedInto = join(root, '.redoubt/node');
  const candidates = [
    process.execPath,
    join(root, `node_modules/node-linux-${process.arch}/bin/node`),
    join(fetchedInto, 'node_modules/node/bin/node'),
  ];
  const found = candidates.find(isRecent);
  if (found !== undefined) return found;
  await step(`fetching Node ${MAJOR} from npm`, () => {
    const { command, args } = npm();
    const install = [...args, 'install', '--no-audit', '--no-fund', '--prefix', fetchedInto, `node@${MAJOR}`];
    return run(command, install, { cwd: root, stdio: ['ignore', 2, 2] });
  });
  if (!isRecent(candidates[2]))
    throw new UserError(`Node ${MAJOR} is needed: install it from https://nodejs.org/ and try again`);
  return candidates[2];
}

function isRecent(path) {
  const version = path === process.execPath ? process.version : outputOf(path, ['--version']);
  return version !== undefined && Number(/^v(\d+)/.exec(version)?.[1]) >= MAJOR;
}
