import { CanaryReader } from './canary-reader.ts';

const HOUR_MS = 3_600_000;

function textOf(ok: number, failed: number, alerted: number, quick: number): string {
  return [
    `redoubt_canary_rounds_total{app="x",result="ok"} ${ok}`,
    `redoubt_canary_rounds_total{app="x",result="failed"} ${failed}`,
    `redoubt_canary_latency_seconds_bucket{le="5",app="x",stage="alerted"} ${quick}`,
    `redoubt_canary_latency_seconds_bucket{le="5",app="x",stage="accepted"} 99`,
    `redoubt_canary_latency_seconds_count{app="x",stage="alerted"} ${alerted}`,
  ].join('\n');
}

describe('what the canary came to', () => {
  let [text, nowMs] = ['', 0];
  const clock = { now: () => nowMs, monotonicMs: () => nowMs };
  const reader = new CanaryReader({ text: () => Promise.resolve(text) }, clock);

  it('is nothing where none runs', async () => {
    expect(await reader.read()).toBeNull();
  });

  it('is counted since the start, and later within a day', async () => {
    text = textOf(8, 2, 9, 7);
    nowMs = HOUR_MS;
    expect(await reader.read()).toEqual({ sinceMs: 0, rounds: 10, failed: 2, slow: 2 });
    text = textOf(20, 2, 21, 19);
    nowMs = 26 * HOUR_MS;
    expect(await reader.read()).toEqual({ sinceMs: HOUR_MS, rounds: 12, failed: 0, slow: 0 });
  });
});
