import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say, UserError } from './output.mjs';

const POLL_MS = 250;
/** Longer than a first set-up takes on a slow line. */
const MOST_WAIT_MS = 20 * 60_000;
const HOLDER = 'holder.json';
/** Taking a lock away is a matter of an instant: who takes longer was killed meanwhile. */
const MOST_CLEARING_MS = 10_000;

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string} [startedAt] when that process began, by the kernel's count; absent where nobody says so
 * @property {string} token of this one time
 */

/**
 * Sets up for one command at a time: two that install and compile in one folder, such as `npm start` beside `npm test`
 * after a clone, would take each other's files away. A lock whose holder is dead counts for nothing.
 *
 * The lock is a folder that says whose it is. It is made elsewhere and moved to its place, which fails while another
 * one stands there: it is never without its holder.
 *
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @param {{ waitMs?: number }} [options] how long to wait for others at most
 * @returns {Promise<T>}
 * @throws UserError when another one holds it for longer
 */
export async function aloneInSetUp(root, work, { waitMs = MOST_WAIT_MS } = {}) {
  const lock = join(root, '.redoubt', 'setting-up');
  const own = { pid: process.pid, startedAt: stateOf(process.pid)?.startedAt, token: randomUUID() };
  const ticket = `${lock}.${own.token}`;
  mkdirSync(ticket, { recursive: true });
  writeFileSync(join(ticket, HOLDER), JSON.stringify(own));
  try {
    await take(lock, ticket, waitMs);
    return await work();
  } finally {
    if (readHolder(lock)?.token === own.token) renameSync(lock, ticket);
    rmSync(ticket, { recursive: true, force: true });
  }
}

async function take(lock, ticket, waitMs) {
  const deadlineMs = performance.now() + waitMs;
  let isTold = false;
  while (!moved(ticket, lock)) {
    const holder = readHolder(lock);
    const who = holder?.pid === undefined ? '' : ` (process ${holder.pid})`;
    if (performance.now() > deadlineMs) {
      throw new UserError(
        `another command${who} sets up here and does not end: end it, or remove ${lock}* if there is none`,
      );
    }
    if (holder !== undefined && !isAlive(holder)) clear(lock, ticket);
    else if (!isTold) {
      isTold = true;
      say(`› waiting for another command that sets up here${who} …`);
    }
    await sleep(POLL_MS);
  }
}

/** Whether a folder came to its new place, where no other one stood. */
function moved(from, to) {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(error.code)) return false;
    throw error;
  }
}

/** @returns {Partial<Holder> | undefined} undefined when nobody holds it */
function readHolder(lock) {
  try {
    return JSON.parse(readFileSync(join(lock, HOLDER), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    // Cut off with the machine's power.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Numbers of processes are given again, to this one too: it is alive only when it began at the same time. */
function isAlive({ pid, startedAt }) {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  const state = stateOf(pid);
  if (state === undefined || startedAt === undefined) return true;
  return state.startedAt === startedAt && !state.isZombie;
}

/** @returns {{ startedAt: string, isZombie: boolean } | undefined} undefined where there is no /proc */
function stateOf(pid) {
  try {
    // Of proc(5): what comes after the name in brackets begins with the third field.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { startedAt: fields[19], isZombie: fields[0] === 'Z' };
  } catch {
    return undefined;
  }
}

/**
 * Takes a dead lock away. One at a time: who looked before another one took it away, and goes on after a third one
 * holds it, looks again and finds that one alive.
 */
function clear(lock, ticket) {
  const clearing = `${lock}.clearing`;
  try {
    mkdirSync(clearing);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const ageMs = Date.now() - (statSync(clearing, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (ageMs > MOST_CLEARING_MS) rmSync(clearing, { recursive: true, force: true });
    return;
  }
  try {
    const holder = readHolder(lock);
    const aside = `${ticket}.dead`;
    if (holder === undefined || isAlive(holder) || !moved(lock, aside)) return;
    rmSync(aside, { recursive: true, force: true });
  } finally {
    rmSync(clearing, { recursive: true, force: true });
  }
}
