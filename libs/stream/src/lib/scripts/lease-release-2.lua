-- Gives partitions back, and on leaving ends the membership; the others look at once.
--
-- KEYS 1 members  2 leases
-- ARGV 1 session  2 `leave` or `release`  3 rebalance channel, then the partitions
-- returns the number of partitions given back
local released = 0
for i = 4, #ARGV do
  local lease = redis.call('HGET', KEYS[2], ARGV[i])
  local epoch, session = string.match(lease or '', '^(%d+)|(.*)$')
  if session == ARGV[1] then
    redis.call('HSET', KEYS[2], ARGV[i], epoch .. '|')
    released = released + 1
  end
end
if ARGV[2] == 'leave' then redis.call('ZREM', KEYS[1], ARGV[1]) end
redis.call('SPUBLISH', ARGV[3], ARGV[1])
return released
