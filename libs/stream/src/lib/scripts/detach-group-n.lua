-- Takes a group off an organisation's streams so that it no longer holds back trimming, and records where it stood.
--
-- KEYS 1 organisation settings  2… streams
-- ARGV 1 group  2 time in ms  3 groups expected when the settings name none  4… letter of each stream
-- returns per stream that the group read: its letter and the first id still to be handled; or `absent`
local from = {}
for i = 2, #KEYS do
  local rows = redis.pcall('XINFO', 'GROUPS', KEYS[i])
  for _, row in ipairs(rows.err and {} or rows) do
    local info = {}
    for at = 1, #row, 2 do info[row[at]] = row[at + 1] end
    if info['name'] == ARGV[1] then
      from[#from + 1] = ARGV[i + 2]
      if info['pending'] > 0 then
        from[#from + 1] = redis.call('XPENDING', KEYS[i], ARGV[1])[2]
      else
        local ms, seq = string.match(info['last-delivered-id'], '^(%d+)-(%d+)$')
        from[#from + 1] = ms .. '-' .. string.format('%.0f', tonumber(seq) + 1)
      end
    end
  end
end
if #from == 0 then return 'absent' end
local kept = {}
for name in string.gmatch(redis.call('HGET', KEYS[1], 'expectedGroups') or ARGV[3], '[^,]+') do
  if name ~= ARGV[1] then kept[#kept + 1] = name end
end
redis.call('HSET', KEYS[1], 'expectedGroups', table.concat(kept, ','),
  'detached:' .. ARGV[1], table.concat(from, ' ') .. ' ' .. ARGV[2])
for i = 2, #KEYS do
  if redis.call('EXISTS', KEYS[i]) == 1 then redis.call('XGROUP', 'DESTROY', KEYS[i], ARGV[1]) end
end
return from
