import { packagedRedisVersion } from './packaged-redis.ts';

const policy = (
  installed: string,
  candidate: string,
  source = 'debian-security bookworm-security/main',
) => `redis-server:
  Installed: ${installed}
  Candidate: ${candidate}
  Version table:
 *** ${installed} 500
        500 http://deb.debian.org/${source} amd64 Packages
`;
const newest = '5:7.0.15-1~deb12u10';

describe('the packaged redis-server', () => {
  it('is answered for while it is the newest one of a distribution that mends it', () => {
    expect(packagedRedisVersion(() => policy(newest, newest))).toBe('7.0.15');
  });

  it('is not when an update waits, nobody mends it, or there is no package', () => {
    expect(packagedRedisVersion(() => policy('5:7.0.15-1~deb12u9', newest))).toBeUndefined();
    expect(packagedRedisVersion(() => policy(newest, newest, 'debian bookworm/main'))).toBeUndefined();
    expect(packagedRedisVersion(() => policy('(none)', newest))).toBeUndefined();
    expect(packagedRedisVersion(() => '')).toBeUndefined();
  });
});
