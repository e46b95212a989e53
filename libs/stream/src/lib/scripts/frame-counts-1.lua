-- Says how many events some entries of a lane hold and when they were accepted, without sending their payloads.
--
-- Read-only. Entries marked as replays for another group hold nothing for this one and are left out.
--
-- KEYS 1 lane
-- ARGV 1 group  2 `after` with 3 an entry id and 4 a number of entries, or `ids` with the entry ids from 3 on
-- returns id, events, accept time in ms for each entry found, one after the other
local entries = {}
if ARGV[2] == 'after' then
  entries = redis.call('XRANGE', KEYS[1], '(' .. ARGV[3], '+', 'COUNT', ARGV[4])
else
  for i = 3, #ARGV do
    local found = redis.call('XRANGE', KEYS[1], ARGV[i], ARGV[i])
    if found[1] then entries[#entries + 1] = found[1] end
  end
end
local counts = {}
for _, entry in ipairs(entries) do
  local field = {}
  for i = 1, #entry[2], 2 do field[entry[2][i]] = entry[2][i + 1] end
  local isOthers = field['o'] and field['g'] and field['g'] ~= ARGV[1]
  counts[#counts + 1] = entry[1]
  counts[#counts + 1] = isOthers and 0 or tonumber(field['n'] or 1) or 1
  counts[#counts + 1] = field['t'] or string.match(entry[1], '^%d+')
end
return counts
