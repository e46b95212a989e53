import { assetFormatOf, readAssets } from './read-assets.ts';

it('reads CSV with names in any order, several addresses and tags in one field', () => {
  const text = 'criticality,hostname,IP,owner,tags\nhigh,web-1,"10.0.0.5 2001:DB8:0::5",team-web,dmz;linux\n,db-1,,,\n';
  expect(readAssets(text, assetFormatOf(text))).toEqual({
    assets: [
      {
        ...{ name: 'web-1', addresses: ['10.0.0.5', '2001:db8::5'], criticality: 'high', owner: 'team-web' },
        tags: ['dmz', 'linux'],
      },
      { name: 'db-1', addresses: [], criticality: 'medium', tags: [] },
    ],
    ...{ refused: [], refusedCount: 0 },
  });
});

it('reads JSON, tells what is no asset, and keeps the last of one name', () => {
  const list = [{ name: 'a' }, { name: 'b', addresses: ['nowhere'] }, { name: 'a', criticality: 'critical' }, 7];
  const text = JSON.stringify({ assets: list });
  const { assets, refused, refusedCount } = readAssets(text, assetFormatOf(text));
  expect(assets).toEqual([{ name: 'a', addresses: [], criticality: 'critical', tags: [] }]);
  expect(refusedCount).toBe(2);
  expect(refused.map(({ row }) => row)).toEqual([2, 4]);
  expect(refused[0]?.reason).toContain('addresses.0');
});

it.each([
  ['ip,owner\n10.0.0.1,me', 'names no column'],
  ['', 'no line of names'],
  ['{"a":1}', 'no list of assets'],
])('refuses %j', (text, why) => expect(() => readAssets(text, assetFormatOf(text))).toThrow(why));
