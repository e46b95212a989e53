-- Drops the entries of an organisation's streams that no expected group needs any more.
--
-- MAXLEN would take entries that are still pending and leave empty bodies behind, so the limit is the least id any
-- expected group that reads the stream still needs: its oldest pending entry, else the one after its last delivered.
-- A stream that lacks an expected group is left alone, and so is one that no expected group reads.
--
-- KEYS 1 organisation settings  2… streams
-- ARGV 1 `~` or `=`  2 groups expected when the settings name none, separated by commas
--      then per stream: groups that read it, separated by commas (`name` stands for `name:<id>` too), oldest id to
--      keep or ``
-- returns per stream {`ok`, number dropped, least id needed, group that needs it, entries that this group has not
--         settled (all that are left, where the server cannot say), id of the first of them or ``};
--         {`missing`, group}; {`none`} for a stream that does not exist or has nothing to go by
local expected = redis.call('HGET', KEYS[1], 'expectedGroups')
if not expected then expected = ARGV[2] end
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local function before(a, b)
  local am, as = parts(a)
  local bm, bs = parts(b)
  return am < bm or (am == bm and as < bs)
end
local function trim(stream, readers, oldest)
  if redis.call('EXISTS', stream) == 0 then return {'none'} end
  local wanted = {}
  for name in string.gmatch(expected, '[^,]+') do
    local base = string.match(name, '^[^:]+')
    if string.find(',' .. readers .. ',', ',' .. base .. ',', 1, true) then wanted[name] = true end
  end
  local least, holder, behind = oldest ~= '' and oldest or nil, '', 0
  for _, row in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local info = {}
    for i = 1, #row, 2 do info[row[i]] = row[i + 1] end
    if wanted[info['name']] then
      wanted[info['name']] = nil
      local needed
      if info['pending'] > 0 then
        needed = redis.call('XPENDING', stream, info['name'])[2]
      else
        local ms, seq = string.match(info['last-delivered-id'], '^(%d+)-(%d+)$')
        needed = ms .. '-' .. string.format('%.0f', tonumber(seq) + 1)
      end
      if not least or before(needed, least) then
        least, holder, behind = needed, info['name'], info['lag'] and info['lag'] + info['pending']
      end
    end
  end
  local missing = next(wanted)
  if missing then return {'missing', missing} end
  if not least then return {'none'} end
  local dropped = redis.call('XTRIM', stream, 'MINID', ARGV[1], least)
  local left = redis.call('XLEN', stream)
  behind = behind or left
  -- What is needed may lie long before what there is: a group that begins with the oldest needs 0-1.
  local first = behind > 0 and redis.call('XRANGE', stream, least, '+', 'COUNT', 1)[1]
  return {'ok', dropped, least, holder, behind, first and first[1] or ''}
end
local reply = {}
for i = 2, #KEYS do reply[i - 1] = trim(KEYS[i], ARGV[2 * i - 1], ARGV[2 * i]) end
return reply
