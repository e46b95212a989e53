-- Takes a group off an organisation's streams so that it no longer holds back trimming, and records where it stood:
-- per stream the first id still to be handled and, where the server can say, how many entries were settled before it.
--
-- KEYS 1 organisation settings  2… streams
-- ARGV 1 group  2 time in ms  3 groups expected when the settings name none  4… letter of each stream
-- returns per stream that the group read: its letter and the first id still to be handled; or `absent`
local from, settled = {}, ''
for i = 2, #KEYS do
  local rows = redis.pcall('XINFO', 'GROUPS', KEYS[i])
  for _, row in ipairs(rows.err and {} or rows) do
    local info = {}
    for at = 1, #row, 2 do info[row[at]] = row[at + 1] end
    if info['name'] == ARGV[1] then
      from[#from + 1] = ARGV[i + 2]
      local added
      local stream = redis.call('XINFO', 'STREAM', KEYS[i])
      for at = 1, #stream, 2 do
        if stream[at] == 'entries-added' then added = stream[at + 1] end
      end
      if added and info['lag'] then
        settled = settled .. string.format(' %s=%.0f', ARGV[i + 2], added - info['lag'] - info['pending'])
      end
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
local kept, expected = {}, redis.call('HGET', KEYS[1], 'expectedGroups') or ARGV[3]
for name in string.gmatch(expected, '[^,]+') do
  if name ~= ARGV[1] then kept[#kept + 1] = name end
end
-- Settings that name no groups go on naming none.
if expected ~= '' then redis.call('HSET', KEYS[1], 'expectedGroups', table.concat(kept, ',')) end
redis.call('HSET', KEYS[1], 'detached:' .. ARGV[1], table.concat(from, ' ') .. settled .. ' ' .. ARGV[2])
for i = 2, #KEYS do
  if redis.call('EXISTS', KEYS[i]) == 1 then redis.call('XGROUP', 'DESTROY', KEYS[i], ARGV[1]) end
end
return from
