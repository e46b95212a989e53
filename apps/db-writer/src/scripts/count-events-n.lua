-- Adds the counts of a run of events of one organisation and lane to the real-time counters, once.
--
-- The caller names the position its counts begin after; when the record says otherwise (a redelivery, another owner
-- counted meanwhile) nothing is written and the caller tallies again from the answer.
--
-- KEYS 1 record of what is counted  2.. one key per operation, in order
-- ARGV 1 lane  2 position the counts begin after, '' for none  3 position they end with
--      4 hour of the assets, as digits  5 most assets in an hour
--      then per operation: kind, life in s, number of arguments, arguments
--      kinds: `fields` most fields, then field and increment pairs; a new field beyond the bound counts as `other`
--             `known`  field and increment pairs; fields of a small closed set
--             `asset`  as `known`, left out as a whole when the hour has its fill of assets
--             `ranks`  most members, then member and increment pairs; the lowest leave
--             `addresses` members of a HyperLogLog
--             `append` most entries of a stream, records in the new one, then its field and value pairs; a full stream takes
--                      none, and its records count as lost. Life 0: a stream does not expire
--             `before` nothing; the signatures of the day before, for the next operation
--             `signatures` most members, then signatures of events: those the day or the one before has are counted as
--                      repeated, the others remembered while there is room
--             `flags`  name of a flag that is told in the answer
--             `buckets` oldest bucket to keep, then bucket and increment pairs
-- returns {1, repeated events, the flag or '', lost records} or {0, position the record holds}
local stored = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if stored ~= ARGV[2] then return {0, stored} end

local function addFields(key, from, to)
  local most = tonumber(ARGV[from])
  for i = from + 1, to, 2 do
    local field = ARGV[i]
    if redis.call('HEXISTS', key, field) == 0 and redis.call('HLEN', key) >= most then field = 'other' end
    redis.call('HINCRBY', key, field, ARGV[i + 1])
  end
end

local function hasRoomForAsset()
  local held = redis.call('HMGET', KEYS[1], 'assetHour', 'assets')
  local isLater = not held[1] or tonumber(ARGV[4]) > tonumber(held[1])
  local count = isLater and 0 or tonumber(held[2])
  if count >= tonumber(ARGV[5]) then return false end
  if isLater then redis.call('HSET', KEYS[1], 'assetHour', ARGV[4]) end
  redis.call('HSET', KEYS[1], 'assets', count + 1)
  return true
end

local function addKnown(key, from, to)
  for i = from, to, 2 do redis.call('HINCRBY', key, ARGV[i], ARGV[i + 1]) end
end

local repeated, flag, dayBefore, lost = 0, '', nil, 0
local kinds = {}
kinds.known = addKnown
kinds.fields = addFields
function kinds.asset(key, from, to)
  if redis.call('EXISTS', key) == 1 or hasRoomForAsset() then addKnown(key, from, to) end
end
function kinds.ranks(key, from, to)
  for i = from + 1, to, 2 do redis.call('ZINCRBY', key, ARGV[i + 1], ARGV[i]) end
  redis.call('ZREMRANGEBYRANK', key, 0, -(tonumber(ARGV[from]) + 1))
end
function kinds.addresses(key, from, to)
  redis.call('PFADD', key, unpack(ARGV, from, to))
end
function kinds.append(key, from, to)
  if redis.call('XLEN', key) < tonumber(ARGV[from]) then
    redis.call('XADD', key, '*', unpack(ARGV, from + 2, to))
  else
    lost = lost + tonumber(ARGV[from + 1])
  end
end
function kinds.before(key)
  dayBefore = key
end
function kinds.signatures(key, from, to)
  local room = tonumber(ARGV[from]) - redis.call('SCARD', key)
  for i = from + 1, to do
    if redis.call('SISMEMBER', key, ARGV[i]) == 1 or redis.call('SISMEMBER', dayBefore, ARGV[i]) == 1 then
      repeated = repeated + 1
    elseif room > 0 then
      redis.call('SADD', key, ARGV[i])
      room = room - 1
    end
  end
  if repeated > 0 then redis.call('HINCRBY', KEYS[1], 'repeated', repeated) end
end
function kinds.flags(key, from)
  flag = redis.call('HGET', key, ARGV[from]) or ''
end
function kinds.buckets(key, from, to)
  for i = from + 1, to, 2 do redis.call('HINCRBY', key, ARGV[i], ARGV[i + 1]) end
  for _, bucket in ipairs(redis.call('HKEYS', key)) do
    if tonumber(bucket) < tonumber(ARGV[from]) then redis.call('HDEL', key, bucket) end
  end
end

local at, k = 6, 2
while ARGV[at] do
  local first, last = at + 3, at + 2 + tonumber(ARGV[at + 2])
  kinds[ARGV[at]](KEYS[k], first, last)
  if ARGV[at + 1] ~= '0' then redis.call('EXPIRE', KEYS[k], ARGV[at + 1]) end
  at, k = last + 1, k + 1
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return {1, repeated, flag, lost}
