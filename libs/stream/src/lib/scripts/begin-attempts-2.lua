-- Counts a new try of entries that were pending when their owner took over, before the handler sees them.
--
-- Redis's own delivery count rises for every innocent entry at each takeover and is not replicated, so it is no
-- evidence of poison; this record is.
--
-- KEYS 1 fence  2 attempts
-- ARGV 1 epoch  2 session  3 most fields kept  4 life in s, then entry fields
-- returns the tries of each entry, this one included; an empty list when the fence is another's
if redis.call('GET', KEYS[1]) ~= ARGV[1] .. '|' .. ARGV[2] then return {} end
local tries = {}
if redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[3]) then redis.call('DEL', KEYS[2]) end
for i = 5, #ARGV do
  tries[#tries + 1] = redis.call('HINCRBY', KEYS[2], ARGV[i], 1)
end
redis.call('EXPIRE', KEYS[2], ARGV[4])
return tries
