import { MUST_BE_ZERO, type MustBeZero } from '../faults/must-be-zero.ts';
import { judgeBuild } from './judge-build.ts';

const build = { name: 'some', shownBy: ['lost', 'sink_missing'] as const };
const none = { ...(Object.fromEntries(Object.keys(MUST_BE_ZERO).map((name) => [name, 0])) as Figures), accepted: 10 };
const quiet = { figures: none, failures: [] };
const shown = { figures: { ...none, lost: 3 } };

type Figures = Record<MustBeZero, number>;

it('a build is caught by any of its figures, when the whole one shows none', () => {
  const verdict = judgeBuild(build, { broken: shown, control: quiet });
  expect(verdict).toEqual({ isCaught: true, isControlClean: true, failures: [] });
});

it('a build that shows nothing is not caught', () => {
  const verdict = judgeBuild(build, { broken: { figures: none }, control: quiet });
  expect(verdict).toEqual({
    ...{ isCaught: false, isControlClean: true },
    failures: ['some was not caught: lost, sink_missing stayed 0'],
  });
});

it.each((Object.keys(MUST_BE_ZERO) as MustBeZero[]).map((figure) => [figure]))(
  'no build is caught beside a whole one that comes to %s, or where nobody looked at it',
  (figure) => {
    const loud = { figures: { ...none, [figure]: 2 }, failures: [`${figure}: 2`] };
    expect(judgeBuild(build, { broken: shown, control: loud })).toEqual({
      ...{ isCaught: false, isControlClean: false },
      failures: [`some, the whole build: ${figure}: 2`],
    });
    const others = Object.fromEntries(Object.entries(none).filter(([name]) => name !== figure));
    expect(judgeBuild(build, { broken: shown, control: { figures: others, failures: [] } })).toEqual({
      ...{ isCaught: false, isControlClean: false },
      failures: [`some, the whole build: ${figure} was not looked at`],
    });
  },
);

it('no build is caught beside a whole one that fails otherwise', () => {
  const control = { figures: none, failures: ['nodes do not have the same users'] };
  expect(judgeBuild(build, { broken: shown, control })).toEqual({
    ...{ isCaught: false, isControlClean: false },
    failures: ['some, the whole build: nodes do not have the same users'],
  });
});
