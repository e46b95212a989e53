import { similarTo } from './similar.ts';

describe('names that may have been meant', () => {
  const names = ['acme', 'acme-prod', 'beta', 'demo', 'globex'];

  it.each([
    ['acmee', ['acme']],
    ['amce', ['acme']],
    ['dmeo', ['demo']],
    ['DEMO', ['demo']],
    ['glob', ['globex']],
    ['ac', ['acme', 'acme-prod']],
    ['zzzz', []],
  ])('for %s are %j', (typed, expected) => expect(similarTo(typed, names)).toEqual(expected));
});
