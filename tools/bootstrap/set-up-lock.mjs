import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './output.mjs';

const POLL_MS = 250;
/** A holder writes its number at once; a lock without one for so long was left by somebody who was killed before. */
const NAMELESS_MS = 5_000;

/**
 * Sets up for one command at a time: two that install and compile in one folder, such as `npm start` beside `npm test`
 * after a clone, would take each other's files away. A lock whose holder is dead counts for nothing.
 *
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function aloneInSetUp(root, work) {
  const lock = join(root, '.redoubt', 'set-up.lock');
  mkdirSync(join(root, '.redoubt'), { recursive: true });
  let isTold = false;
  while (!take(lock)) {
    const holder = holderOf(lock);
    if (holder === 'nobody') clear(lock);
    else if (!isTold) {
      isTold = true;
      say(`› waiting for another command that sets up here${holder === undefined ? '' : ` (process ${holder})`} …`);
    }
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function take(lock) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(lock, 'pid'), String(process.pid));
  return true;
}

/** @returns the number of the process that sets up, undefined for one that has not said it yet */
function holderOf(lock) {
  try {
    const pid = Number(readFileSync(join(lock, 'pid'), 'utf8'));
    if (pid > 0) return isAlive(pid) ? pid : 'nobody';
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > NAMELESS_MS ? 'nobody' : undefined;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Moved aside first: of several that find it dead one alone takes it away. */
function clear(lock) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  rmSync(aside, { recursive: true, force: true });
}
