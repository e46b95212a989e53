import { formatProgress } from './status-line.ts';

describe('formatProgress', () => {
  it('shows totals and rates', () => {
    const now = { accepted: 1_234, stored: 1_200, alerts: 3 };
    expect(formatProgress(now, { accepted: 1_134, stored: 1_102, alerts: 0 }, 2)).toBe(
      'accepted 1,234 (50/s) · stored 1,200 (49/s) · alerts 3',
    );
  });
});
