-- Notes socket connections of one organisation as alive, all in one call. Those whose process died leave the list here,
-- their records by themselves.
--
-- KEYS 1 list of connections  2.. record of each connection
-- ARGV 1 life in ms  2 most connections of the list
--      then per connection: id, user id, org id, connected at in ms, subscriptions
-- returns how many are listed
local now = redis.call('TIME')
local nowMs = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', nowMs)
local listed = redis.call('ZCARD', KEYS[1])
for i = 2, #KEYS do
  local at = 3 + (i - 2) * 5
  local id = ARGV[at]
  if listed < tonumber(ARGV[2]) or redis.call('ZSCORE', KEYS[1], id) then
    listed = listed + redis.call('ZADD', KEYS[1], nowMs + ARGV[1], id)
    redis.call('HSET', KEYS[i], 'user_id', ARGV[at + 1], 'org_id', ARGV[at + 2], 'connected_at', ARGV[at + 3],
      'last_ping', nowMs, 'subscriptions', ARGV[at + 4])
    redis.call('PEXPIRE', KEYS[i], ARGV[1])
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1] * 2)
return listed
