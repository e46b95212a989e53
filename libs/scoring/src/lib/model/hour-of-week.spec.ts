import { eventAt, TEST_SEED } from '../../testing/small-company.ts';
import { FAMILY } from '../explain/reason.ts';
import { OrgModel } from './org-model.ts';
import type { ScoringEvent } from './scoring-event.ts';

const DAY = 1_440;
const WEEK = 7 * DAY;
const login = (user: string, minute: number): ScoringEvent =>
  eventAt(minute, { user, asset: 'file-1', sourceIp: '10.0.0.5', outcome: 'success' });

/** Anna works from nine to five, Monday to Friday, Otto around the clock; six weeks, an event each hour. */
function trained(): OrgModel {
  const model = new OrgModel({ orgId: 'a', seed: TEST_SEED });
  for (let hour = 0; hour < 6 * 168; hour++) {
    const day = Math.floor(hour / 24) % 7;
    const isOffice = day < 5 && hour % 24 >= 9 && hour % 24 < 17;
    model.score(login('otto', hour * 60));
    if (isOffice) model.score(login('anna', hour * 60 + 1));
  }
  return model;
}

const SUNDAY_NIGHT = 6 * WEEK + 6 * DAY + 3 * 60;

describe('hour of the week', () => {
  it('is a reason when somebody who works by day comes on a Sunday night', () => {
    const model = trained();
    model.score(login('anna', SUNDAY_NIGHT));
    const { findings } = model.sub;
    const all = Array.from({ length: findings.count }, (_, at) => findings.at(at));
    const hour = all.find(({ family }) => family === FAMILY.hour);
    expect(hour?.bits).toBeGreaterThan(0);
    expect(hour?.observed).toBeLessThan(0.5);
    expect(hour?.expected).toBeGreaterThan(4);
  });

  it('is none for the usual hour, the hour beside it, and whoever is there at all hours', () => {
    const hourBits = (user: string, minute: number): number => {
      const model = trained();
      model.score(login(user, minute));
      const { findings } = model.sub;
      const all = Array.from({ length: findings.count }, (_, at) => findings.at(at));
      return all.find(({ family }) => family === FAMILY.hour)?.bits ?? 0;
    };
    const strange = hourBits('anna', SUNDAY_NIGHT);
    expect(strange).toBeGreaterThan(0);
    expect(hourBits('anna', 6 * WEEK + 10 * 60)).toBeLessThan(strange / 4);
    expect(hourBits('anna', 6 * WEEK + 17 * 60)).toBeLessThan(strange / 2);
    expect(hourBits('otto', SUNDAY_NIGHT)).toBeLessThan(strange / 4);
  });

  it('says nothing about who has been there for less than two weeks', () => {
    const model = new OrgModel({ orgId: 'a', seed: TEST_SEED });
    for (let hour = 0; hour < 168; hour++) model.score(login('new', hour * 60));
    expect(model.score(login('new', WEEK + 60)).reasons.map(({ code }) => code)).not.toContain('hour');
  });
});
