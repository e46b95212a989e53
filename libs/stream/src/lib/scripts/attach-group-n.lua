-- Puts a detached group back: it reads on at the first entry it still needs that the streams hold, and what was
-- trimmed before that is recorded as a range to be filled from storage.
--
-- KEYS 1 ordinary lane  2 priority lane  3 organisation settings
-- ARGV 1 group  2 groups expected when the settings name none
-- returns {from, before, from, before}: per lane the range to fill, empty when both are equal; or `not detached`
local record = redis.call('HGET', KEYS[3], 'detached:' .. ARGV[1])
if not record then return 'not detached' end
local from = {}
from[1], from[2] = string.match(record, '^(%d+%-%d+) (%d+%-%d+) ')
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local ranges = {}
for lane = 1, 2 do
  local first = redis.call('XRANGE', KEYS[lane], from[lane], '+', 'COUNT', 1)[1]
  local start = from[lane]
  local oldest = redis.call('XRANGE', KEYS[lane], '-', '+', 'COUNT', 1)[1]
  local om, os = 0, 0
  if oldest then om, os = parts(oldest[1]) end
  local fm, fs = parts(start)
  if not oldest then
    -- Everything up to the last id was trimmed: the range ends behind it.
    local info = redis.call('XINFO', 'STREAM', KEYS[lane])
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then
        local lm, ls = parts(info[i + 1])
        if lm > fm or (lm == fm and ls >= fs) then start = string.match(info[i + 1], '^(%d+)') .. '-' .. string.format('%.0f', ls + 1) end
      end
    end
  elseif om > fm or (om == fm and os > fs) then
    start = first[1]
  end
  local sm, ss = parts(start)
  local before = ss > 0 and string.format('%.0f-%.0f', sm, ss - 1) or string.format('%.0f', sm - 1) .. '-18446744073709551615'
  redis.call('XGROUP', 'CREATE', KEYS[lane], ARGV[1], before, 'MKSTREAM')
  ranges[#ranges + 1] = from[lane]
  ranges[#ranges + 1] = start
end
local expected = redis.call('HGET', KEYS[3], 'expectedGroups') or ARGV[2]
redis.call('HSET', KEYS[3], 'expectedGroups', expected == '' and ARGV[1] or expected .. ',' .. ARGV[1])
redis.call('HSET', KEYS[3], 'backfill:' .. ARGV[1], table.concat(ranges, ' '))
redis.call('HDEL', KEYS[3], 'detached:' .. ARGV[1])
return ranges
