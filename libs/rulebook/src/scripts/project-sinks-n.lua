-- Gives every sink of an organisation its cursor: groups that are new are made where they are to begin, those of sinks
-- that are gone are taken away, and the streams are kept for the rest. One that was detached for being too far behind
-- stays off until somebody attaches it.
--
-- KEYS 1 config  2… streams
-- ARGV 1 settings version  2 '1' to write whatever is here  3… pairs: group, `now` or `oldest`
-- returns the number of groups made, or -1 when a later state is here
local held = tonumber(redis.call('HGET', KEYS[1], 'settingsVersion') or '-1')
if held > tonumber(ARGV[1]) and ARGV[2] ~= '1' then return -1 end
local wanted, names, made = {}, {}, 0
for i = 3, #ARGV, 2 do
  local group, from = ARGV[i], ARGV[i + 1] == 'now' and '$' or '0'
  wanted[group] = true
  names[#names + 1] = group
  if redis.call('HEXISTS', KEYS[1], 'detached:' .. group) == 0 then
    for at = 2, #KEYS do
      local reply = redis.pcall('XGROUP', 'CREATE', KEYS[at], group, from, 'MKSTREAM')
      if not reply.err then
        made = made + 1
      elseif not string.find(reply.err, 'BUSYGROUP', 1, true) then
        return redis.error_reply(reply.err)
      end
    end
  end
end
local gone = {}
for group in string.gmatch(redis.call('HGET', KEYS[1], 'sinkGroups') or '', '[^,]+') do
  if not wanted[group] then
    gone[group] = true
    for at = 2, #KEYS do
      if redis.call('EXISTS', KEYS[at]) == 1 then redis.call('XGROUP', 'DESTROY', KEYS[at], group) end
    end
    for _, field in ipairs({'detached:', 'backfill:', 'filling:', 'skipped:'}) do
      redis.call('HDEL', KEYS[1], field .. group)
    end
  end
end
local expected = redis.call('HGET', KEYS[1], 'expectedGroups')
if expected then
  local kept, known = {}, {}
  for group in string.gmatch(expected, '[^,]+') do
    if not gone[group] then
      kept[#kept + 1] = group
      known[group] = true
    end
  end
  for _, group in ipairs(names) do
    if not known[group] and redis.call('HEXISTS', KEYS[1], 'detached:' .. group) == 0 then kept[#kept + 1] = group end
  end
  redis.call('HSET', KEYS[1], 'expectedGroups', table.concat(kept, ','))
end
redis.call('HSET', KEYS[1], 'sinkGroups', table.concat(names, ','))
return made
