-- Gives the lease up, if it is still this instance's.
--
-- KEYS 1 lease
-- ARGV 1 instance
-- returns 1 when it was
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
return 1
