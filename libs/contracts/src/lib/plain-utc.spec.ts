import fc from 'fast-check';
import { plainUtcMs } from './plain-utc.ts';

describe('plainUtcMs', () => {
  it('agrees with the platform’s own reading wherever it answers', () => {
    const instants = fc.date({
      min: new Date('1000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, fc.boolean(), (date, hasMs) => {
        const text = hasMs ? date.toISOString() : `${date.toISOString().slice(0, 19)}Z`;
        const read = plainUtcMs(text);
        if (date.getUTCDate() <= 28) expect(read).toBe(Date.parse(text));
        else expect(read).toBeNaN();
      }),
    );
  });

  it('cuts what is finer than a millisecond', () => {
    const finer = fc.stringMatching(/^\d{0,6}$/);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), finer, (ms, rest) => {
        const text = `2026-11-21T14:30:59.${String(ms).padStart(3, '0')}`;
        expect(plainUtcMs(`${text}${rest}Z`)).toBe(Date.parse(`${text}Z`));
      }),
    );
  });

  it.each([
    '2026-11-21T14:30:59.12xZ',
    '2026-11-21T14:30:59.123x5Z',
    '2026-11-21T14:30:59.1234567890Z',
    '2026-11-21T14:30:59.12Z',
    '2026-11-21 14:30:59Z',
    '2026-11-21T14:30:59+01:00',
    '2026-11-2xT14:30:59Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-11-00T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-21T24:00:00Z',
    '2026-11-21T23:60:00Z',
    '2026-11-21T23:59:60Z',
    '0999-11-21T14:30:59Z',
    '2026/11/21T14:30:59Z',
    '',
  ])('leaves %j to the pattern', (text) => {
    expect(plainUtcMs(text)).toBeNaN();
  });
});
