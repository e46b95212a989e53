import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run-tool.ts';

const SHARED = process.env.REDOUBT_SHARED ?? join(ROOT, '../shared');

/** A real sshd log under a real attack; test data that is not part of the checkout. */
export const SSHD_LOG = join(SHARED, 'samples/OpenSSH_2k.log');

/** Folder with the rules of SigmaHQ and events they were made for; test data likewise. */
export const SIGMA = join(SHARED, 'sigma');

/** `it` where the test data is there or promised, else a skipped test that shows in the report. */
function itWith(path: string): typeof it | typeof it.skip {
  return existsSync(path) || process.env.REDOUBT_REQUIRE_CORPUS === '1' ? it : it.skip;
}

export const itWithSshdLog = itWith(SSHD_LOG);
export const itWithSigma = itWith(SIGMA);

/** The alerts of that log in order of their first event: six sources, one of them twice after a long pause. */
export const SSHD_ALERTS = [
  ['112.95.230.3', 26],
  ['5.188.10.180', 18],
  ['185.190.58.151', 17],
  ['103.99.0.122', 30],
  ['187.141.143.180', 80],
  ['183.62.140.253', 286],
  ['103.99.0.122', 16],
].map(([sourceIp, count]) => ({ ruleId: 'redoubt_brute_force_source', subject: { sourceIp }, count }));
