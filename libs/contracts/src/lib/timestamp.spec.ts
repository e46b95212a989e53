import fc from 'fast-check';
import { parseTimestampMs } from './timestamp.ts';

const noon = Date.UTC(2026, 1, 28, 12, 0, 0);

describe('parseTimestampMs', () => {
  it.each<[string, unknown, number]>([
    ['seconds', noon / 1000, noon],
    ['seconds with a fraction', noon / 1000 + 0.25, noon + 250],
    ['milliseconds', noon, noon],
    ['microseconds', noon * 1000 + 7, noon],
    ['nanoseconds', noon * 1e6, noon],
    ['seconds as text', String(noon / 1000), noon],
    ['milliseconds as text', String(noon), noon],
    ['nanoseconds as text', `${noon}000001`, noon],
    ['a fraction as text', `${noon / 1000}.500`, noon + 500],
    ['the epoch', 0, 0],
    ['a time before it', -1.5, -1500],
    ['UTC', '2026-02-28T12:00:00Z', noon],
    ['lower case letters', '2026-02-28t12:00:00z', noon],
    ['a space and no offset', '2026-02-28 12:00:00', noon],
    ['an offset east', '2026-02-28T14:30:00+02:30', noon],
    ['an offset west', '2026-02-28T04:00:00-08:00', noon],
    ['an offset without a colon', '2026-02-28T13:00:00+0100', noon],
    ['milliseconds behind a point', '2026-02-28T12:00:00.123Z', noon + 123],
    ['milliseconds behind a comma', '2026-02-28T12:00:00,5Z', noon + 500],
    ['nanoseconds behind a point', '2026-02-28T12:00:00.999999999Z', noon + 999],
    ['a leap day', '2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['the leap day of a century', '2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['a leap second', '2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
    ['the last minute of a year in another year', '2026-01-01T00:30:00+01:00', Date.UTC(2025, 11, 31, 23, 30)],
    ['a year of the first century', '0050-01-01T00:00:00Z', new Date('0050-01-01T00:00:00Z').getTime()],
  ])('reads %s', (_name, value, expected) => {
    expect(parseTimestampMs(value)).toBe(expected);
  });

  it.each<[string, unknown]>([
    ['the 30th of February', '2026-02-30T00:00:00Z'],
    ['a leap day of a common year', '2026-02-29T00:00:00Z'],
    ['a leap day of a common century', '1900-02-29T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['month 0', '2026-00-10T00:00:00Z'],
    ['day 0', '2026-01-00T00:00:00Z'],
    ['hour 24', '2026-01-01T24:00:00Z'],
    ['minute 60', '2026-01-01T00:60:00Z'],
    ['second 61', '2026-01-01T00:00:61Z'],
    ['an offset of 24 hours', '2026-01-01T00:00:00+24:00'],
    ['an offset of 60 minutes', '2026-01-01T00:00:00+01:60'],
    ['a date alone', '2026-01-01'],
    ['a zone name', '2026-01-01T00:00:00 CET'],
    ['text behind', '2026-01-01T00:00:00Z; drop'],
    ['a syslog time', 'Dec 10 06:55:46'],
    ['hexadecimal', '0x10'],
    ['an exponent', '1e9'],
    ['nothing', ''],
    ['a number with too many digits', '9'.repeat(400)],
    ['1e400', JSON.parse('1e400')],
    ['no number', NaN],
    ['a time no date can carry', 8.65e24],
    ['a boolean', true],
    ['an object', {}],
    ['a list', [1_700_000_000]],
  ])('takes %s for no time', (_name, value) => {
    expect(parseTimestampMs(value)).toBeUndefined();
  });

  it('reads back what a date prints, to the millisecond', () => {
    const dates = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(dates, (date) => expect(parseTimestampMs(date.toISOString())).toBe(date.getTime())));
  });

  it('gives a whole number for every number and text, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.string(), fc.bigInt().map(String)), (value) => {
        const ms = parseTimestampMs(value);
        expect(ms === undefined || (Number.isSafeInteger(ms) && !Object.is(ms, -0))).toBe(true);
      }),
    );
  });
});
