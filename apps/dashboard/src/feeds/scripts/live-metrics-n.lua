-- Reads how one organisation stands now.
--
-- KEYS 1 open alerts  2 open incidents  3 positions that are counted  4 ordinary lane  5 priority lane
--      6.. ledgers and then severity counters of the same minutes
-- returns {open alerts, open incidents, accept time in ms of the oldest event that is not stored or 0,
--          accepted per minute …, fields of the severity counters per minute …}
local minutes = (#KEYS - 5) / 2
local oldestMs = 0
for lane, stream in pairs({s = KEYS[4], p = KEYS[5]}) do
  local counted = string.match(redis.call('HGET', KEYS[3], lane) or '', '^%a%-(%d+%-%d+)') or '0-0'
  local entry = redis.call('XRANGE', stream, '(' .. counted, '+', 'COUNT', 1)[1]
  local atMs = entry and tonumber(string.match(entry[1], '^%d+')) or 0
  if atMs > 0 and (oldestMs == 0 or atMs < oldestMs) then oldestMs = atMs end
end
local reply = {redis.call('ZCARD', KEYS[1]), redis.call('ZCARD', KEYS[2]), oldestMs}
for i = 6, 5 + minutes do reply[#reply + 1] = tonumber(redis.call('HGET', KEYS[i], 'accepted') or 0) end
for i = 6 + minutes, #KEYS do reply[#reply + 1] = redis.call('HGETALL', KEYS[i]) end
return reply
