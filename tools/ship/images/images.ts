import { parseArgs } from 'node:util';
import { buildImages, SBOM_DIR, tableOf } from './build-images.ts';
import { ComposeRun } from './compose-run.ts';
import { engineVersion } from './engine.ts';
import { findSecrets } from './find-secrets.ts';
import { makeStandIns } from './stand-ins.ts';

const USAGE = `npm run images -- [build] [--only NAME]…   builds all images, or some
npm run images -- smoke                   runs the platform from them by docker/compose.yaml and tries it
       [--redis IMAGE]                    on another Redis
       [--tls] [--prometheus]             with docker/compose.tls.yaml; with the Prometheus of compose.yaml
       [--brief]                          without the loss of containers and upgrades
npm run images -- stand-ins               makes images of others from Debian packages, where none can be pulled`;

/** Progress goes to standard error: standard output belongs to the result. */
function say(text: string): void {
  process.stderr.write(`› ${text}\n`);
}

async function main(): Promise<boolean> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true },
      redis: { type: 'string' },
      tls: { type: 'boolean' },
      prometheus: { type: 'boolean' },
      brief: { type: 'boolean' },
    },
  });
  const [what = 'build'] = positionals;
  const version = await engineVersion();
  if (version === undefined) {
    process.stderr.write('images: not run, no Docker engine answers here\n');
    return false;
  }
  say(`Docker engine ${version}`);
  if (what === 'build') {
    const { only } = values;
    const built = await buildImages(say, ({ repository }) => only?.includes(repository) ?? true);
    process.stdout.write(`${tableOf(built)}\n`);
    say(`what is in them: ${SBOM_DIR}`);
    const found = await findSecrets(built.map(({ name }) => name));
    for (const [name, secrets] of found) for (const one of secrets) say(`${name}: looks like a secret: ${one}`);
    say(`searched the layers of ${built.length} images for secrets: ${found.size === 0 ? 'none' : 'found'}`);
    return found.size === 0;
  }
  if (what === 'smoke') {
    const { redis, tls, prometheus, brief } = values;
    const options = { hasTls: tls, hasPrometheus: prometheus, isBrief: brief };
    await new ComposeRun(say, { ...options, ...(redis === undefined ? {} : { redisImage: redis }) }).run();
    return true;
  }
  if (what === 'stand-ins') {
    await makeStandIns(say);
    return true;
  }
  process.stderr.write(`${USAGE}\n`);
  return false;
}

main().then(
  (isOk) => process.exit(isOk ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
