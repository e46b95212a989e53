-- Writes the projection of one API key. Revocation is final: a writer that read the record before the key was revoked
-- and comes later must not bring it back.
--
-- KEYS 1 projection of the key
-- ARGV 1 hash of the secret, hex  2 organisation id  3 scopes, comma separated  4 expiry in epoch ms or ''
--      5 revocation in epoch ms or ''  6 events per second  7 bytes per second  8 burst in seconds
--      9 end of this projection in epoch ms or ''  10 sealed webhook secret, base64, or ''
-- returns 1 when written, 0 when it was revoked before
local revoked = redis.call('HGET', KEYS[1], 'revokedAtMs')
if revoked and revoked ~= '' and ARGV[5] == '' then return 0 end
redis.call('HSET', KEYS[1], 'hash', ARGV[1], 'orgId', ARGV[2], 'scopes', ARGV[3], 'expiresAtMs', ARGV[4],
  'revokedAtMs', ARGV[5], 'eventsPerSecond', ARGV[6], 'bytesPerSecond', ARGV[7], 'burstSeconds', ARGV[8],
  'webhookSecret', ARGV[10])
if ARGV[9] == '' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIREAT', KEYS[1], ARGV[9]) end
return 1
