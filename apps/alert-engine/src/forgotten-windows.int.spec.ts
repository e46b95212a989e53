import { orgKeys } from '@redoubt/key-schema';
import { SOURCES_CHECKPOINT } from '@redoubt/sigma';
import { waitFor } from '@redoubt/test-kit';
import { rulePart } from './state/rule-part.ts';
import { EngineStage, failedLogins } from './testing/stage.ts';

const HOUR_MS = 3_600_000;

/** Runs as its own Redis user: a role that may not forget would fail here. */
test('a detection window that can matter no more is forgotten in Redis', async () => {
  const stage = await EngineStage.open(1);
  try {
    await stage.startEngine('w1').started;
    const windows = async (): Promise<string[]> => {
      const sources = orgKeys(stage.org).windows(rulePart(SOURCES_CHECKPOINT));
      const pattern = sources.replace(/[^:]+$/, '*');
      const lists = await Promise.all(stage.cluster.nodes.map(({ admin }) => admin.keys(pattern)));
      const keys = lists.flat().filter((key) => key !== sources);
      const groups = await Promise.all(
        keys.map(async (key) => {
          const fields = (await stage.redis.call('HKEYS', key, [])) as string[];
          return fields.map((field) => `${key} ${field}`);
        }),
      );
      return groups.flat();
    };
    const nowMs = Date.now();
    await stage.send(failedLogins(1, { fromMs: nowMs - 3 * HOUR_MS, sourceIp: '203.0.113.7' }));
    await stage.settle();
    const old = await windows();
    expect(old.length).toBeGreaterThan(0);
    await stage.send(failedLogins(1, { fromMs: nowMs, sourceIp: '203.0.113.8' }));
    await stage.settle();
    // Rules that look back for longer keep theirs.
    await waitFor(async () => {
      const left = await windows();
      return old.some((group) => !left.includes(group)) && left.some((group) => !old.includes(group));
    });
  } finally {
    await stage.close();
  }
});
