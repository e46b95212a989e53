import { judgeBuild } from './judge-build.ts';

const build = { name: 'some', shownBy: ['lost', 'sink_missing'] };
const none = { lost: 0, sink_missing: 0, accepted: 10 };

it('a build is caught by any of its figures, when the whole one shows none', () => {
  const verdict = judgeBuild(build, { broken: { ...none, lost: 3 }, control: none });
  expect(verdict).toEqual({ isCaught: true, isControlClean: true, failures: [] });
});

it('a build that shows nothing is not caught', () => {
  const verdict = judgeBuild(build, { broken: none, control: none });
  expect(verdict).toEqual({
    ...{ isCaught: false, isControlClean: true },
    failures: ['some was not caught: lost, sink_missing stayed 0'],
  });
});

it.each([
  [{ ...none, lost: 3 }, 'some: the whole build comes to lost 3'],
  [{ lost: 0 }, 'some: the whole build comes to sink_missing (not looked at)'],
])('no build is caught beside a whole one that shows %o', (control, told) => {
  const verdict = judgeBuild(build, { broken: { ...none, lost: 3 }, control });
  expect(verdict).toEqual({ isCaught: false, isControlClean: false, failures: [told] });
});
