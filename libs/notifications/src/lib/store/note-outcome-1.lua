-- Puts an outcome in front of a channel's list, and drops what is too many.
--
-- KEYS[1]  outcomes of the channel (list)
-- ARGV[1]  outcome    ARGV[2]  most entries    ARGV[3]  life in seconds
-- Returns  1
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('LTRIM', KEYS[1], 0, tonumber(ARGV[2]) - 1)
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
