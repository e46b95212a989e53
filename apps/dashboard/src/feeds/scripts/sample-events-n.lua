-- Reads the newest entries of the event lanes of one organisation, and how many events it got.
--
-- KEYS 1 ordinary lane  2 priority lane  3.. ledgers
-- ARGV 1 last entry of the ordinary lane that was seen  2 the same of the priority lane  3 events wanted of each lane
-- returns {newest entries of the ordinary lane, of the priority lane, accepted per ledger …}; entries newest first, no
-- more than needed
local reply = {}
for lane = 1, 2 do
  local entries, events = {}, 0
  for _, entry in ipairs(redis.call('XREVRANGE', KEYS[lane], '+', '(' .. ARGV[lane], 'COUNT', ARGV[3])) do
    if events >= tonumber(ARGV[3]) then break end
    entries[#entries + 1] = entry
    local count = 1
    for i = 1, #entry[2], 2 do
      if entry[2][i] == 'n' then count = tonumber(entry[2][i + 1]) or 1 end
    end
    events = events + count
  end
  reply[lane] = entries
end
for i = 3, #KEYS do reply[#reply + 1] = tonumber(redis.call('HGET', KEYS[i], 'accepted') or 0) end
return reply
