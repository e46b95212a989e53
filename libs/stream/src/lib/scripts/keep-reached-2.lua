-- Notes how far the record that a group keeps outside Redis has come in one stream: what PostgreSQL has committed.
--
-- It is what tells later that this record was set back, so it must never say more than was committed, and a note that
-- comes late must not undo what a rewind has lowered: who is older than the fence may not write. A fence that is older
-- than the writer was set back by a failover, and refuses nobody. Nor must the note say less, or a batch that comes
-- again would hide what was committed behind it: it is only ever raised. To lower it is the rewind's.
--
-- KEYS 1 fence  2 positions reached
-- ARGV 1 epoch  2 lane  3 position, `<entryId>-<index>`
-- returns 1 when the note says this or more, or 0 when a newer owner holds the fence
local held = redis.call('GET', KEYS[1]) or ''
if (tonumber(string.match(held, '^(%d+)|')) or -1) > tonumber(ARGV[1]) then return 0 end
local function parts(position)
  local ms, seq, index = string.match(position, '^(%d+)-(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq), tonumber(index)
end
local ms, seq, index = parts(ARGV[3])
local notedMs, notedSeq, notedIndex = parts(redis.call('HGET', KEYS[2], ARGV[2]) or '')
local isRaised = not notedMs
  or ms > notedMs
  or (ms == notedMs and (seq > notedSeq or (seq == notedSeq and index > notedIndex)))
if isRaised then redis.call('HSET', KEYS[2], ARGV[2], ARGV[3]) end
return 1
