-- Gives up a lock, if it is still the caller's.
--
-- KEYS 1 the lock
-- ARGV 1 the caller's token
-- returns 1 when it was
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
