import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run-tool.ts';

/** A real sshd log under a real attack; test data that is not part of the checkout. */
export const SSHD_LOG = join(process.env.REDOUBT_SHARED ?? join(ROOT, '../shared'), 'samples/OpenSSH_2k.log');

/** `it` where the test data is there or promised, else a skipped test that shows in the report. */
export const itWithSshdLog = existsSync(SSHD_LOG) || process.env.REDOUBT_REQUIRE_CORPUS === '1' ? it : it.skip;

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
