import { newOrgId } from '@redoubt/contracts';
import { fuzzDecoder } from '@redoubt/test-kit/fuzz';
import { orgKeys } from './org-keys.ts';
import { parseKey } from './parse-key.ts';

const orgId = newOrgId();

it('a key of Redis is of one organisation, or of the cluster, or foreign', async () => {
  const seeds = [orgKeys(orgId).eventsStream(), orgKeys(orgId).deadLetters('db_writer'), '{acl}:audit', '{bell:7}'];
  const { refused } = await fuzzDecoder({
    ...{ name: 'keys of Redis', seeds },
    decode: (input) => {
      const text = input.toString();
      const read = parseKey(text);
      if (read?.kind !== 'org') return read !== null;
      // The slot is chosen by what stands between the first braces.
      expect(text.slice(text.indexOf('{') + 1, text.indexOf('}'))).toBe(`org:${read.orgId}`);
      expect(`{org:${read.orgId}}:${[read.entity, ...read.parts].join(':')}`).toBe(text);
      return true;
    },
  });
  expect(refused).toBeGreaterThan(0);
});
