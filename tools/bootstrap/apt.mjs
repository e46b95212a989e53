import { step } from './output.mjs';
import { run, succeeds } from './run.mjs';

/** Installs Debian packages; false where there is no apt or we may not. */
export async function installWithApt(packages) {
  const prefix = rootPrefix();
  if (prefix === undefined || !succeeds('apt-get', ['--version'])) return false;
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, 'apt-get', '-y', ...args];
    // A question for sudo's password needs the terminal.
    return run(command, rest, {
      stdio: ['inherit', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  return step(`installing ${packages.join(', ')} with apt`, async () => {
    await apt('-qq', 'update');
    return (await apt('install', '--no-install-recommends', ...packages)) === 0;
  });
}

/** What makes a command run as root: nothing, sudo, or impossible (undefined). */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (succeeds('sudo', ['-n', 'true'])) return ['sudo', '-n'];
  return process.stdin.isTTY && succeeds('sudo', ['--version']) ? ['sudo'] : undefined;
}
