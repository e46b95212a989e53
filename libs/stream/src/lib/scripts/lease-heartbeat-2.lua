-- Keeps a worker alive in its group and tells it what the group looks like.
--
-- Time is the coordination master's own (TIME), so workers' clocks do not matter.
--
-- KEYS 1 members  2 leases
-- ARGV 1 session  2 life in ms  3 `join` or `renew`  4 rebalance channel
-- returns {`ok`, now ms, {session, expiry ms, …}, {partition, `epoch|session`, …}}
--         {`expired`} when a renewal comes too late: the worker must join under a new session
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if ARGV[3] == 'renew' and not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return {'expired'} end
redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
if ARGV[3] == 'join' then redis.call('SPUBLISH', ARGV[4], ARGV[1]) end
local members = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
return {'ok', string.format('%.0f', now), members, redis.call('HGETALL', KEYS[2])}
