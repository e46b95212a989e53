-- Reads a session and, once in a while, notes that it is used and lets it live on, though never beyond its end.
-- Time is the server's.
--
-- KEYS 1 session  2 active sessions by expiry  3 those of the user by expiry
-- ARGV 1 member of the active sessions  2 life after the last use in ms  3 ms between two notes
-- returns fields and values, nothing when there is no such session, or one without an end that can be read
local fields = redis.call('HGETALL', KEYS[1])
if #fields == 0 then return fields end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local held = redis.call('HMGET', KEYS[1], 'last_seen', 'expires')
local expires = tonumber(string.match(held[2] or '', '^%d+$'))
if not expires then return {} end
if now - (tonumber(held[1] or 0) or 0) >= tonumber(ARGV[3]) then
  local ends = string.format('%.0f', math.min(now + tonumber(ARGV[2]), expires))
  redis.call('HSET', KEYS[1], 'last_seen', string.format('%.0f', now))
  redis.call('PEXPIREAT', KEYS[1], ends)
  redis.call('ZADD', KEYS[2], 'XX', ends, ARGV[1])
  redis.call('ZADD', KEYS[3], 'XX', ends, ARGV[1])
end
return fields
