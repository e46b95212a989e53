-- Writes a new session, unless all sessions of its user or organisation were ended since its rights were looked up.
-- Time is the server's.
--
-- KEYS 1 session  2 active sessions by expiry  3 how often sessions were ended  4 those of the user by expiry
-- ARGV 1 member of the active sessions  2 life in ms  3 most active sessions  4 user id
--      5 count of the user then, or ''  6 count of the organisation then, or ''
--      7 most sessions of the user  8 longest life of one in ms  9.. fields and values
-- returns {1 written, 0 ended meanwhile, or -1 too many; members beyond the most of the user, which the caller ends}
local marks = redis.call('HMGET', KEYS[3], ARGV[4], '*')
if (marks[1] or '') ~= ARGV[5] or (marks[2] or '') ~= ARGV[6] then return {0} end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local past = string.format('%.0f', now)
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', past)
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', past)
local isNew = redis.call('ZSCORE', KEYS[2], ARGV[1]) == false
if isNew and redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[3]) then return {-1} end
local ends = string.format('%.0f', now + tonumber(ARGV[2]))
redis.call('HSET', KEYS[1], unpack(ARGV, 9))
redis.call('PEXPIREAT', KEYS[1], ends)
redis.call('ZADD', KEYS[2], ends, ARGV[1])
redis.call('ZADD', KEYS[4], ends, ARGV[1])
redis.call('PEXPIREAT', KEYS[4], string.format('%.0f', now + tonumber(ARGV[8])))
local beyond = redis.call('ZCARD', KEYS[4]) - tonumber(ARGV[7])
if beyond <= 0 then return {1} end
-- Those that would end first. A bounded part, should a lower limit have come: the next sign-in takes more.
return {1, unpack(redis.call('ZRANGE', KEYS[4], 0, math.min(beyond, 100) - 1))}
