-- Notes that a part of what a group missed was handed to it; ranges that were added meanwhile stand.
--
-- KEYS 1 organisation settings
-- ARGV 1 group  2 who fills  3 lane  4 where its range began  5 where it begins now
-- returns 0 when somebody else began to fill the group since, else 1
local field, owner = 'backfill:' .. ARGV[1], 'filling:' .. ARGV[1]
local record = redis.call('HGET', KEYS[1], field)
if not record then return 1 end
if redis.call('HGET', KEYS[1], owner) ~= ARGV[2] then return 0 end
local kept = {}
for lane, from, before in string.gmatch(record, '([sp]) (%d+%-%d+) (%d+%-%d+)') do
  if lane == ARGV[3] and from == ARGV[4] then from = ARGV[5] end
  if from ~= before then kept[#kept + 1] = lane .. ' ' .. from .. ' ' .. before end
end
if #kept == 0 then
  redis.call('HDEL', KEYS[1], field, owner)
else
  redis.call('HSET', KEYS[1], field, table.concat(kept, ' '))
end
return 1
