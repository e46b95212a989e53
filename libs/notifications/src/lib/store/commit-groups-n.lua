-- Writes changes of notification groups, all or none.
--
-- Guarantee: each group is written only over the revision its writer read, and records are taken in only after the
-- position their writer started from; so no change is lost, and no record counts twice.
--
-- KEYS[1]  position (string)          KEYS[2]  due times (zset)
-- KEYS[3…] hashes of groups and lists of outcomes, named by their place in the arguments
-- ARGV[1]  position that must stand there ('' none), or '*' for any    ARGV[2]  new position, '' to leave it
-- ARGV[3]  number of groups; then for each: place of its hash, field, revision that must stand there (0: none),
--          new value ('' to delete it), member of the zset, due time ('' to remove it)
-- then     place of the list of outcomes ('' none), outcome, most entries, life in seconds
-- Returns  'ok', or the first thing that stood otherwise: 'position', 'group'
local expected = ARGV[1]
if expected ~= '*' and (redis.call('GET', KEYS[1]) or '') ~= expected then return 'position' end

local groups = tonumber(ARGV[3])
local at = 4
for i = 1, groups do
  local value = redis.call('HGET', KEYS[tonumber(ARGV[at])], ARGV[at + 1])
  local revision = value and string.match(value, '^%d+') or '0'
  if revision ~= ARGV[at + 2] then return 'group' end
  at = at + 6
end

at = 4
for i = 1, groups do
  local hash, field, value = KEYS[tonumber(ARGV[at])], ARGV[at + 1], ARGV[at + 3]
  if value == '' then redis.call('HDEL', hash, field) else redis.call('HSET', hash, field, value) end
  if ARGV[at + 5] == '' then
    redis.call('ZREM', KEYS[2], ARGV[at + 4])
  else
    redis.call('ZADD', KEYS[2], ARGV[at + 5], ARGV[at + 4])
  end
  at = at + 6
end

if ARGV[2] ~= '' then redis.call('SET', KEYS[1], ARGV[2]) end
if ARGV[at] ~= '' then
  local list = KEYS[tonumber(ARGV[at])]
  redis.call('LPUSH', list, ARGV[at + 1])
  redis.call('LTRIM', list, 0, tonumber(ARGV[at + 2]) - 1)
  redis.call('EXPIRE', list, ARGV[at + 3])
end
return 'ok'
