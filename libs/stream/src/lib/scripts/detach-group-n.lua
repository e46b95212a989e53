-- Takes a group off an organisation's streams so that it no longer holds back trimming, and records where it stood.
--
-- KEYS 1 ordinary lane  2 priority lane  3 organisation settings
-- ARGV 1 group  2 time in ms  3 groups expected when the settings name none
-- returns {first id still to be handled in the ordinary lane, the same in the priority lane}, or `absent`
local from = {}
for lane = 1, 2 do
  local groups = redis.pcall('XINFO', 'GROUPS', KEYS[lane])
  if groups.err then return 'absent' end
  for _, row in ipairs(groups) do
    local info = {}
    for i = 1, #row, 2 do info[row[i]] = row[i + 1] end
    if info['name'] == ARGV[1] then
      if info['pending'] > 0 then
        from[lane] = redis.call('XPENDING', KEYS[lane], ARGV[1])[2]
      else
        local ms, seq = string.match(info['last-delivered-id'], '^(%d+)-(%d+)$')
        from[lane] = ms .. '-' .. string.format('%.0f', tonumber(seq) + 1)
      end
    end
  end
  if not from[lane] then return 'absent' end
end
local kept = {}
for name in string.gmatch(redis.call('HGET', KEYS[3], 'expectedGroups') or ARGV[3], '[^,]+') do
  if name ~= ARGV[1] then kept[#kept + 1] = name end
end
redis.call('HSET', KEYS[3], 'expectedGroups', table.concat(kept, ','),
  'detached:' .. ARGV[1], from[1] .. ' ' .. from[2] .. ' ' .. ARGV[2])
redis.call('XGROUP', 'DESTROY', KEYS[1], ARGV[1])
redis.call('XGROUP', 'DESTROY', KEYS[2], ARGV[1])
return from
