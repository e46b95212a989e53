import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { nodesOf } from '../testing/connect-test-client.ts';

const addresses = process.env.TEST_REDIS_NODES as string;

it('a close in the middle of reading the slot map lets the process end', () => {
  const script = `
    import { createJobsConnection } from '${join(import.meta.dirname, '../jobs.ts')}';
    const log = { warn: () => undefined };
    const nodes = ${JSON.stringify(nodesOf(addresses))};
    const all = Array.from({ length: 10 }, () => createJobsConnection({ nodes, topologyRefreshMs: 1 }, { log }));
    const told = (event) => Promise.all(all.map(({ client }) => new Promise((resolve) => client.once(event, resolve))));
    await told('ready');
    // Closed while the next look at the topology is under way.
    await told('refresh');
    for (const one of all) await one.close();
    console.log('closed');`;
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(ended.stdout).toBe('closed\n');
  expect(ended.signal).toBeNull();
});
