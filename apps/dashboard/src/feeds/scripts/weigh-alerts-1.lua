-- Says how many records entries of an alert stream hold, without sending them.
--
-- KEYS 1 alert stream
-- ARGV 1 `XRANGE` or `XREVRANGE`  2 where to begin  3 where to end  4 most entries
-- returns id, records for each entry, one after the other
local weights = {}
for _, entry in ipairs(redis.call(ARGV[1], KEYS[1], ARGV[2], ARGV[3], 'COUNT', ARGV[4])) do
  local count = 1
  for i = 1, #entry[2], 2 do
    if entry[2][i] == 'n' then count = tonumber(entry[2][i + 1]) or 1 end
  end
  weights[#weights + 1] = entry[1]
  weights[#weights + 1] = count
end
return weights
