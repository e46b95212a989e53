import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run-tool.ts';

/** A real sshd log under a real attack; test data that is not part of the checkout. */
export const SSHD_LOG = join(process.env.REDOUBT_SHARED ?? join(ROOT, '../shared'), 'samples/OpenSSH_2k.log');

/** `it` where the test data is there or promised, else a skipped test that shows in the report. */
export const itWithSshdLog = existsSync(SSHD_LOG) || process.env.REDOUBT_REQUIRE_CORPUS === '1' ? it : it.skip;
