-- Notes how far the record that a group keeps outside Redis has come in one stream: what PostgreSQL has committed.
--
-- It is what tells later that this record was set back, so it must never say more than was committed, and a note that
-- comes late must not undo what a rewind has lowered: only who holds the fence may write.
--
-- KEYS 1 fence  2 positions reached
-- ARGV 1 epoch  2 lane  3 position, `<entryId>-<index>`
-- returns 1, or 0 when another owner holds the fence
local held = redis.call('GET', KEYS[1]) or ''
if string.match(held, '^(%d+)|') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
return 1
