import { LocalBucket } from './token-bucket.ts';

const quota = { eventsPerSecond: 100, bytesPerSecond: 10_000, burstSeconds: 2 };

describe('LocalBucket', () => {
  test('lets the burst through, then the rate', () => {
    const bucket = new LocalBucket(quota, 0);
    expect(bucket.take(quota, { events: 200, bytes: 0 }, 0)).toBe(0);
    expect(bucket.take(quota, { events: 50, bytes: 0 }, 0)).toBe(500);
    expect(bucket.take(quota, { events: 50, bytes: 0 }, 500)).toBe(0);
    expect(bucket.take(quota, { events: 1, bytes: 0 }, 500)).toBe(10);
  });

  test('bytes count on their own', () => {
    const bucket = new LocalBucket(quota, 0);
    expect(bucket.take(quota, { events: 1, bytes: 20_000 }, 0)).toBe(0);
    expect(bucket.take(quota, { events: 1, bytes: 5_000 }, 0)).toBe(500);
  });

  test('more than a whole bucket passes when it is full, and is paid off afterwards', () => {
    const bucket = new LocalBucket(quota, 0);
    expect(bucket.take(quota, { events: 500, bytes: 0 }, 0)).toBe(0);
    expect(bucket.take(quota, { events: 1, bytes: 0 }, 0)).toBe(3_010);
    expect(bucket.take(quota, { events: 500, bytes: 0 }, 4_000)).toBe(1_000);
    expect(bucket.take(quota, { events: 500, bytes: 0 }, 5_000)).toBe(0);
  });

  test('what others gave counts, as a debt when it is more', () => {
    const bucket = new LocalBucket(quota, 0);
    bucket.charge(quota, { events: 150, bytes: 0 }, 0);
    expect(bucket.take(quota, { events: 50, bytes: 0 }, 0)).toBe(0);
    expect(bucket.take(quota, { events: 1, bytes: 0 }, 0)).toBe(10);
    bucket.charge(quota, { events: 100, bytes: 0 }, 1_000);
    expect(bucket.take(quota, { events: 1, bytes: 0 }, 1_000)).toBe(10);
  });

  test('a refused request costs nothing', () => {
    const bucket = new LocalBucket(quota, 0);
    bucket.take(quota, { events: 200, bytes: 0 }, 0);
    for (let i = 0; i < 10; i++) expect(bucket.take(quota, { events: 100, bytes: 0 }, 0)).toBe(1_000);
  });
});
