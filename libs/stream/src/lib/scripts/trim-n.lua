-- Drops the entries of a stream that no expected group needs any more.
--
-- MAXLEN would take entries that are still pending and leave empty bodies behind, so the limit is the least id any
-- expected group still needs: its oldest pending entry, else the one after its last delivered. A stream that lacks
-- an expected group is left alone.
--
-- KEYS 1 stream  2 organisation settings
-- ARGV 1 `~` or `=`  2 groups expected when the settings name none, separated by commas  3 oldest id to keep or ``
-- returns {`ok`, number dropped, least id needed, group that needs it, entries left}; {`missing`, group};
--         {`none`} for a stream that does not exist
if redis.call('EXISTS', KEYS[1]) == 0 then return {'none'} end
local expected = redis.call('HGET', KEYS[2], 'expectedGroups')
if not expected then expected = ARGV[2] end
local wanted = {}
for name in string.gmatch(expected, '[^,]+') do wanted[name] = true end
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local function before(a, b)
  local am, as = parts(a)
  local bm, bs = parts(b)
  return am < bm or (am == bm and as < bs)
end
local least, holder = ARGV[3] ~= '' and ARGV[3] or nil, ''
for _, row in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local info = {}
  for i = 1, #row, 2 do info[row[i]] = row[i + 1] end
  if wanted[info['name']] then
    wanted[info['name']] = nil
    local needed
    if info['pending'] > 0 then
      needed = redis.call('XPENDING', KEYS[1], info['name'])[2]
    else
      local ms, seq = string.match(info['last-delivered-id'], '^(%d+)-(%d+)$')
      needed = ms .. '-' .. string.format('%.0f', tonumber(seq) + 1)
    end
    if not least or before(needed, least) then least, holder = needed, info['name'] end
  end
end
local missing = next(wanted)
if missing then return {'missing', missing} end
if not least then return {'none'} end
return {'ok', redis.call('XTRIM', KEYS[1], 'MINID', ARGV[1], least), least, holder, redis.call('XLEN', KEYS[1])}
