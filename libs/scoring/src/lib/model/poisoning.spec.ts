import { KeyedHash } from '../hash/keyed-hash.ts';
import { eventAt, ordinaryMinute, ordinaryTraffic, seededRandom, TEST_SEED } from '../../testing/small-company.ts';
import { OrgModel } from './org-model.ts';
import { SCORING_CONFIG, type ScoringConfig } from './scoring-config.ts';
import type { ScoringEvent } from './scoring-event.ts';

const DAYS = 1_500;
const attack = (minute: number): ScoringEvent =>
  eventAt(minute, {
    eventType: 'web_request',
    user: 'user-1',
    sourceIp: '10.0.1.11',
    asset: 'host-1',
    outcome: 'success',
  });

describe('poisoning', () => {
  it('by a slow ramp does not hide a later burst', () => {
    const burstAfterRamp = (config: ScoringConfig): number => {
      const model = new OrgModel({ orgId: 'a', seed: TEST_SEED, config, reasonsFrom: 101 });
      for (const event of ordinaryTraffic(0, DAYS)) model.score(event);
      // A third more every half hour for twelve hours: from 1 to 543 a minute.
      for (let minute = 0; minute < 720; minute++) {
        const count = Math.round(1.3 ** Math.floor(minute / 30));
        for (let index = 0; index < count; index++) model.score(attack(DAYS + minute));
      }
      const random = seededRandom(4);
      for (let minute = DAYS + 720; minute < DAYS + 780; minute++) {
        for (const event of ordinaryMinute(minute, random)) model.score(event);
      }
      for (let index = 0; index < 200; index++) model.score(attack(DAYS + 790));
      return 2 ** model.sub.meanBurst;
    };
    const { burst, entityBurst } = SCORING_CONFIG;
    const holdAbove = Infinity;
    const open = { burst: { ...burst, holdAbove }, entityBurst: { ...entityBurst, holdAbove } };
    const guarded = burstAfterRamp(SCORING_CONFIG);
    expect(guarded).toBeGreaterThan(5 * burstAfterRamp({ ...SCORING_CONFIG, ...open }));
    expect(guarded).toBeGreaterThan(1_000);
  });

  it('by texts made to collide works under the key they were made for only', () => {
    const known = new KeyedHash([1, 2]);
    const bySlot = new Map<number, string[]>();
    for (let index = 0; index < 60_000; index++) {
      const slot = known.text(`host-${index}`) & 0xfff;
      bySlot.set(slot, [...(bySlot.get(slot) ?? []), `host-${index}`]);
    }
    const colliding = [...bySlot.values()].sort((a, b) => b.length - a.length)[0] as string[];
    expect(colliding.length).toBeGreaterThan(20);
    const other = new KeyedHash([TEST_SEED[0] as number, TEST_SEED[1] as number]);
    expect(new Set(colliding.map((name) => other.text(name) & 0xfff)).size).toBeGreaterThan(colliding.length * 0.9);
  });

  it('by one source that makes names up leaves the rest of the organisation alone', () => {
    const probe = eventAt(DAYS + 21, { user: 'user-2', sourceIp: '203.0.113.9', asset: 'db-02', outcome: 'success' });
    const calm = new OrgModel({ orgId: 'a', seed: TEST_SEED });
    const flooded = new OrgModel({ orgId: 'a', seed: TEST_SEED });
    for (const event of ordinaryTraffic(0, DAYS)) {
      calm.score(event);
      flooded.score(event);
    }
    const random = seededRandom(8);
    for (let minute = DAYS; minute < DAYS + 20; minute++) {
      for (let index = 0; index < 1_000; index++) {
        flooded.score(
          eventAt(minute, {
            eventType: 'failed_login',
            user: `guess-${minute}-${index}`,
            sourceIp: '198.51.100.7',
            asset: 'host-1',
          }),
        );
      }
      for (const event of ordinaryMinute(minute, random)) {
        calm.score(event);
        flooded.score(event);
      }
    }
    const before = calm.score(probe);
    const after = flooded.score(probe);
    expect(before.anomalyScore).toBeGreaterThan(70);
    expect(after.anomalyScore).toBeGreaterThan(50);
    // 20,000 names with three keys each, of which the budget lets 256 a minute be learned.
    expect(flooded.sub.presence.keyCount()).toBeLessThan(20 * SCORING_CONFIG.newKeysPerSenderAndTick + 5_000);
  });
});
