-- Moves events of one settled entry to the dead-letter stream and acknowledges the entry, in one step.
--
-- KEYS 1 fence  2 source stream  3 dead-letter stream  4 ledger of the accept minute
-- ARGV 1 epoch  2 session  3 group  4 entry id  5 most entries the dead-letter stream may hold
--      6 ledger field, empty for what the ledger does not count
--      7 life of the ledger in s, then per dead event: the number of values that follow, field, value, …
-- returns {`ok`, moved}; {`gone`, 0} when the entry was acknowledged before; {`full`, length}; {`fenced`, value}
local held = redis.call('GET', KEYS[1])
if held ~= ARGV[1] .. '|' .. ARGV[2] then return {'fenced', held or ''} end
local pending = redis.call('XPENDING', KEYS[2], ARGV[3], ARGV[4], ARGV[4], 1)
if #pending == 0 then return {'gone', 0} end
local length = redis.call('XLEN', KEYS[3])
if length >= tonumber(ARGV[5]) then return {'full', length} end
local moved, at = 0, 8
while at <= #ARGV do
  local size = tonumber(ARGV[at])
  redis.call('XADD', KEYS[3], '*', unpack(ARGV, at + 1, at + size))
  at = at + 1 + size
  moved = moved + 1
end
if ARGV[6] ~= '' then
  redis.call('HINCRBY', KEYS[4], ARGV[6], moved)
  redis.call('EXPIRE', KEYS[4], ARGV[7])
end
redis.call('XACK', KEYS[2], ARGV[3], ARGV[4])
return {'ok', moved}
