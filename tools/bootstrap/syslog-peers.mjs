import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installWithApt } from './apt.mjs';
import { say, step } from './output.mjs';
import { run, succeeds } from './run.mjs';

const RSYSLOG = '/usr/sbin/rsyslogd';
const LIBRARY_FOLDERS = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'];
/** What syslog-ng-core of Debian needs besides itself. */
const LIBRARIES = ['libivykis0', 'libnet1', 'libwrap0', 'libjson-c5', 'libpcre3'];

/**
 * Sees to the syslog senders and receivers that specs talk to: rsyslog, logger, and syslog-ng, which Debian does not
 * install beside rsyslog and which is therefore unpacked under `.redoubt/`. What cannot be had is said; its specs are
 * skipped then.
 */
export async function ensureSyslogPeers(root) {
  if (!existsSync(RSYSLOG) || !succeeds('logger', ['--version'])) {
    if (!(await installWithApt(['rsyslog', 'rsyslog-gnutls', 'bsdutils']))) missing('rsyslog');
  }
  const hasElasticsearch = LIBRARY_FOLDERS.some((folder) => existsSync(`${folder}/rsyslog/omelasticsearch.so`));
  if (!hasElasticsearch && !(await installWithApt(['rsyslog-elasticsearch']))) missing('rsyslog-elasticsearch');
  const target = join(root, '.redoubt/syslog-ng');
  if (existsSync(join(target, 'usr/sbin/syslog-ng')) || existsSync('/usr/sbin/syslog-ng')) return;
  const isInstalled = (await installWithApt(LIBRARIES)) && (await unpack('syslog-ng-core', target, root));
  if (!isInstalled) missing('syslog-ng');
}

async function unpack(name, target, root) {
  const base = join(root, '.redoubt');
  mkdirSync(base, { recursive: true });
  const folder = mkdtempSync(join(base, 'deb-'));
  try {
    return await step(`unpacking ${name}`, async () => {
      const io = { cwd: folder, stdio: ['ignore', 2, 2] };
      if ((await run('apt-get', ['-qq', 'download', name], io)) !== 0) return false;
      const [archive] = readdirSync(folder);
      if (archive === undefined || (await run('dpkg', ['-x', archive, 'root'], io)) !== 0) return false;
      renameSync(join(folder, 'root'), target);
      return true;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function missing(name) {
  say(`${name} cannot be had here: specs that talk to it are skipped`);
}
