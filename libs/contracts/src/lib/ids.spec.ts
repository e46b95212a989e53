import { isOrgId, newOrgId, parseOrgId } from './ids.ts';

describe('organisation ids', () => {
  it('are fresh lower-case UUIDs of version 4', () => {
    const ids = Array.from({ length: 200 }, newOrgId);
    expect(ids.every(isOrgId)).toBe(true);
    expect(new Set(ids).size).toBe(200);
    expect(parseOrgId(ids[0] as string)).toBe(ids[0]);
  });

  it.each([
    '',
    'demo',
    '3F2B8C1E-5A47-4D0E-9C3B-7A6F1E2D4C5B',
    '3f2b8c1e-5a47-1d0e-9c3b-7a6f1e2d4c5b',
    '3f2b8c1e-5a47-4d0e-1c3b-7a6f1e2d4c5b',
    '3f2b8c1e5a474d0e9c3b7a6f1e2d4c5b',
    '3f2b8c1e-5a47-4d0e-9c3b-7a6f1e2d4c5b\n',
    '{3f2b8c1e-5a47-4d0e-9c3b-7a6f1e2d4c5}',
    '00000000-0000-0000-0000-000000000000',
  ])('are not %j', (text) => {
    expect(isOrgId(text)).toBe(false);
    expect(() => parseOrgId(text)).toThrow(TypeError);
  });
});
