-- Lets a group that keeps its own positions elsewhere read again what was acknowledged and is stored there no more:
-- PostgreSQL was restored from a backup. What the streams still hold behind the stored position comes again, in order.
--
-- Entries behind the position are either pending, which is an ordinary takeover, or were acknowledged. Only when the
-- first of them is not pending was the position set back. Then the pending ones are let go as well: they would be read
-- before those that lie in front of them, and the position would pass over these.
--
-- KEYS 1 fence  2… streams
-- ARGV 1 epoch that must hold the fence, or `` while nobody reads  2 group  3 `look` or `rewind`
--      then per stream: last entry stored, index of the last event stored of it
-- returns {`fenced`, value} or {`ok`, then per stream the first entry that comes again and the last one that had been
--         delivered, two empty texts when nothing does}
local held = redis.call('GET', KEYS[1]) or ''
if ARGV[1] ~= '' and string.match(held, '^(%d+)|') ~= ARGV[1] then return {'fenced', held} end
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
-- An entry of which only some events are stored comes again as a whole.
local function settledBefore(stream, id, index)
  local entry = redis.call('XRANGE', stream, id, id)[1]
  if not entry then return id end
  for i = 1, #entry[2], 2 do
    if entry[2][i] == 'n' and tonumber(entry[2][i + 1]) > index + 1 then return idBefore(id) end
  end
  return id
end
local function rewind(stream, stored, index)
  if redis.call('EXISTS', stream) == 0 then return '', '' end
  local delivered
  for _, row in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local info = {}
    for i = 1, #row, 2 do info[row[i]] = row[i + 1] end
    if info['name'] == group then delivered = info['last-delivered-id'] end
  end
  if not delivered then return '', '' end
  local from = settledBefore(stream, stored, index)
  local first = redis.call('XRANGE', stream, '(' .. from, '+', 'COUNT', 1)[1]
  if not first or before(delivered, first[1]) then return '', '' end
  if #redis.call('XPENDING', stream, group, first[1], first[1], 1) > 0 then return '', '' end
  if isRewinding then
    repeat
      local pending = redis.call('XPENDING', stream, group, '(' .. from, '+', 500)
      for _, one in ipairs(pending) do redis.call('XACK', stream, group, one[1]) end
    until #pending == 0
    redis.call('XGROUP', 'SETID', stream, group, from)
  end
  return first[1], delivered
end
local reply = {'ok'}
for i = 2, #KEYS do
  local first, last = rewind(KEYS[i], ARGV[2 * i], tonumber(ARGV[2 * i + 1]))
  reply[#reply + 1] = first
  reply[#reply + 1] = last
end
return reply
