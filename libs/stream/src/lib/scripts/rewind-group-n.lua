-- Lets a group that keeps its own positions elsewhere read again what is stored there no more: PostgreSQL was restored
-- from a backup, or a copy that was behind took over. What the streams still hold behind the stored position comes
-- again, in order.
--
-- The proof is the position that was noted here after the commit (keep-reached): only a stored position below it was
-- set back. Entries behind the stored position are none by themselves: they are pending, or were settled without being
-- stored, as dead letters are. Without a note nothing is done.
--
-- In a stream that was set back the pending entries are let go as well: they would be read before those that lie in
-- front of them, and the position would pass over these. The note is lowered in the same step, so this happens once.
--
-- KEYS 1 fence  2 positions reached  3… streams
-- ARGV 1 epoch that must hold the fence, or `` of an operator: who reads is fenced off when anything is rewound
--      2 group  3 `look` or `rewind`
--      then per stream: lane, last entry stored, index of the last event stored of it, an entry in hand or ``
-- returns {`fenced`, value} or {`ok`, then five texts per stream}:
--         what it is: `` as it should be; `stale` the entry in hand is pending no more; `set_back`
--         the position noted, `<entryId>-<index>`; the first entry that comes again and the last one that had been
--         delivered, both empty when none does; `1` when the stream does not hold all that was stored
local held = redis.call('GET', KEYS[1]) or ''
local epoch = string.match(held, '^(%d+)|')
if ARGV[1] ~= '' and epoch ~= ARGV[1] then return {'fenced', held} end
local group, isRewinding = ARGV[2], ARGV[3] == 'rewind'
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local function before(a, b)
  local am, as = parts(a)
  local bm, bs = parts(b)
  return am < bm or (am == bm and as < bs)
end
local function idBefore(id)
  local ms, seq = parts(id)
  if seq > 0 then return string.format('%.0f-%.0f', ms, seq - 1) end
  return string.format('%.0f-18446744073709551615', ms - 1)
end
local function fieldOf(flat, name)
  for i = 1, #flat, 2 do
    if flat[i] == name then return flat[i + 1] end
  end
end
-- Last entry the group was given; nil when there is no stream or no group.
local function deliveredOf(stream)
  if redis.call('EXISTS', stream) == 0 then return nil end
  for _, row in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    if fieldOf(row, 'name') == group then return fieldOf(row, 'last-delivered-id') end
  end
end
-- An entry of which only some events are stored comes again as a whole.
local function settledBefore(stream, id, index)
  local entry = redis.call('XRANGE', stream, id, id)[1]
  local count = entry and fieldOf(entry[2], 'n')
  if count and tonumber(count) > index + 1 then return idBefore(id) end
  return id
end
-- Whether entries behind the stored one were taken out of the stream; in doubt they were.
local function isPartGone(stream, stored, reached)
  if #redis.call('XRANGE', stream, reached, reached) == 0 then return true end
  local info = redis.call('XINFO', 'STREAM', stream)
  if fieldOf(info, 'entries-added') == fieldOf(info, 'length') then return false end
  return before(stored, redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1][1])
end
local function goBack(stream, from)
  repeat
    local pending = redis.call('XPENDING', stream, group, '(' .. from, '+', 500)
    for _, one in ipairs(pending) do redis.call('XACK', stream, group, one[1]) end
  until #pending == 0
  redis.call('XGROUP', 'SETID', stream, group, from)
end
local function lower(lane, stored, index)
  if index < 0 then redis.call('HDEL', KEYS[2], lane) else redis.call('HSET', KEYS[2], lane, stored .. '-' .. index) end
end
local function look(stream, lane, stored, index, inHand)
  local delivered = deliveredOf(stream)
  local noted = redis.call('HGET', KEYS[2], lane) or ''
  local reached, reachedIndex = string.match(noted, '^(%d+%-%d+)%-(%d+)$')
  local isSetBack = reached
    and (before(stored, reached) or (stored == reached and index < tonumber(reachedIndex)))
  if not isSetBack then
    local isStale = inHand ~= '' and not (delivered and redis.call('XPENDING', stream, group, inHand, inHand, 1)[1])
    return {isStale and 'stale' or '', '', '', '', ''}
  end
  if isRewinding then lower(lane, stored, index) end
  if not delivered then return {'set_back', noted, '', '', '1'} end
  local isGone = isPartGone(stream, stored, reached)
  local from = settledBefore(stream, stored, index)
  local first = redis.call('XRANGE', stream, '(' .. from, '+', 'COUNT', 1)[1]
  local isAgain = first and not before(delivered, first[1])
  if isRewinding and before(from, delivered) then goBack(stream, from) end
  return {'set_back', noted, isAgain and first[1] or '', isAgain and delivered or '', isGone and '1' or ''}
end
local reply, isAny = {'ok'}, false
for i = 3, #KEYS do
  local at = 4 * i - 8
  local found = look(KEYS[i], ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), ARGV[at + 3])
  isAny = isAny or found[1] == 'set_back'
  for _, text in ipairs(found) do reply[#reply + 1] = text end
end
if isAny and isRewinding and ARGV[1] == '' then
  redis.call('SET', KEYS[1], string.format('%.0f|rewind', tonumber(epoch or 0) + 1))
end
return reply
