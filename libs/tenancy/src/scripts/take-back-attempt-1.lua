-- Takes back the attempt that was right, with the wait that it caused; those before it and beside it keep counting.
--
-- KEYS 1 attempts of a subject
-- ARGV 1 until when others wait because of this attempt, as admitting it answered
local count = tonumber(redis.call('HGET', KEYS[1], 'count') or 0)
if count == 0 then return 0 end
redis.call('HINCRBY', KEYS[1], 'count', -1)
if redis.call('HGET', KEYS[1], 'until') == ARGV[1] then redis.call('HSET', KEYS[1], 'until', 0) end
return 0
