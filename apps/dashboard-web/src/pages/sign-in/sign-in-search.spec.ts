import { pathField } from './sign-in-search.ts';

test('goes on to paths of the page alone', () => {
  expect(pathField('/alerts?alert=1#x')).toBe('/alerts?alert=1#x');
  for (const bad of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '',
    3,
  ]) {
    expect(pathField(bad)).toBeUndefined();
  }
});
