import { Checks } from './checks.ts';

function withClock() {
  const clock = { nowMs: 0, now: () => 0, monotonicMs: () => clock.nowMs };
  return { clock, checks: new Checks({ clock, stallThresholdMs: 1_000, checkTimeoutMs: 20 }) };
}

describe('liveness', () => {
  it('is fine with no checks', () => {
    expect(withClock().checks.live()).toEqual({ ok: true, checks: {} });
  });

  it('fails when a loop has not ticked for longer than the threshold', () => {
    const { clock, checks } = withClock();
    checks.liveness('loop', () => 500);
    clock.nowMs = 1_500;
    expect(checks.live().ok).toBe(true);
    clock.nowMs = 1_501;
    expect(checks.live()).toEqual({ ok: false, checks: { loop: { ok: false, detail: 'last tick 1001 ms ago' } } });
  });

  it('counts a throwing check as failed', () => {
    const { checks } = withClock();
    checks.liveness('loop', () => {
      throw new Error('boom');
    });
    expect(checks.live().checks.loop).toEqual({ ok: false, detail: 'boom' });
  });
});

describe('readiness', () => {
  it('is not given while nothing is registered', async () => {
    expect((await withClock().checks.ready()).checks.lifecycle?.detail).toBe('starting');
  });

  it('needs every check', async () => {
    const { checks } = withClock();
    checks.readiness('redis', () => ({ ok: true }));
    expect((await checks.ready()).ok).toBe(true);
    checks.readiness('database', async () => ({ ok: false, detail: 'down' }));
    expect(await checks.ready()).toEqual({
      ok: false,
      checks: { redis: { ok: true }, database: { ok: false, detail: 'down' } },
    });
  });

  it('ends when a drain begins', async () => {
    const { checks } = withClock();
    checks.readiness('redis', () => ({ ok: true }));
    checks.setDraining();
    expect((await checks.ready()).ok).toBe(false);
  });

  it('does not wait for a check that hangs', async () => {
    const { checks } = withClock();
    checks.readiness('redis', () => new Promise(() => undefined));
    expect((await checks.ready()).checks.redis?.detail).toBe('redis gave no answer within 20 ms');
  });
});
