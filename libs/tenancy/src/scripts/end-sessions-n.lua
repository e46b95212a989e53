-- Ends sessions and tells who listens.
--
-- KEYS 1 how often sessions were ended  2 active sessions by expiry  3.. of each session itself and those of its user
-- ARGV 1 channel  2 message, or '' for none  3 field to count up, or '' for none  4 life of the counts in s
--      5.. members of the active sessions
-- returns how many sessions there were
if ARGV[3] ~= '' then
  redis.call('HINCRBY', KEYS[1], ARGV[3], 1)
  redis.call('EXPIRE', KEYS[1], ARGV[4])
end
local ended = 0
for i = 5, #ARGV do
  local at = 3 + (i - 5) * 2
  ended = ended + redis.call('DEL', KEYS[at])
  redis.call('ZREM', KEYS[2], ARGV[i])
  redis.call('ZREM', KEYS[at + 1], ARGV[i])
end
if ARGV[2] ~= '' then redis.call('SPUBLISH', ARGV[1], ARGV[2]) end
return ended
