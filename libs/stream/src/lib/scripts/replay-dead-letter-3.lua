-- Puts one dead letter back on the stream it came from and takes it out of the dead letters, in one step: whatever
-- fails or is repeated, the event stands in exactly one of the two.
--
-- It counts as accepted still and as dead no more, so the ledger of its accept minute shows it as under way again.
--
-- KEYS 1 dead-letter stream  2 lane  3 ledger of the accept minute
-- ARGV 1 id of the dead letter  2 group that is to read it  3 ledger field, empty for what it does not
--      count, then fields and values of the new entry
-- returns {`ok`, id of the new entry}; {`gone`} when the dead letter is no longer there; {`no_group`} when the group
--         does not read the lane, so that the event would be lost
if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then return {'gone'} end
local groups = redis.pcall('XINFO', 'GROUPS', KEYS[2])
local isRead = false
for _, row in ipairs(groups.err and {} or groups) do
  for i = 1, #row, 2 do
    if row[i] == 'name' and row[i + 1] == ARGV[2] then isRead = true end
  end
end
if not isRead then return {'no_group'} end
local id = redis.call('XADD', KEYS[2], '*', unpack(ARGV, 4))
redis.call('XDEL', KEYS[1], ARGV[1])
local dead = ARGV[3] ~= '' and redis.call('HGET', KEYS[3], ARGV[3])
if dead and tonumber(dead) > 0 then redis.call('HINCRBY', KEYS[3], ARGV[3], -1) end
return {'ok', id}
