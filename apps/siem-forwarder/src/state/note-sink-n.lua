-- Adds what became of entries to a sink's counters and to the ledger, each entry once: entries of a lane come in their
-- order, so one that is not after the last that is counted was counted before, unless it was left behind then.
--
-- KEYS 1 the sink's state  2 its minutes  3… ledgers
-- ARGV 1 lane  2 group  3 time in ms  4 minute, as digits  5 oldest minute to keep  6 longest lag in ms  7 retried
--      8 life of the ledger in s  9 life of the state in s  10 `1` when the sink took something  11 error or ''
--      12 ids of entries that are left behind, between blanks
--      then per entry: its id, number of its ledger among the keys or 0, forwarded, filtered, duplicates
-- returns the number of entries that are counted now
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local place, behind = 'pos:' .. ARGV[1], 'behind:' .. ARGV[1]
local last = redis.call('HGET', KEYS[1], place) or '0-0'
local lms, lseq = parts(last)
local function isAfterLast(id)
  local ms, seq = parts(id)
  return ms > lms or (ms == lms and seq > lseq)
end
local left, mostLeft = {}, 100
local before = redis.call('HGET', KEYS[1], behind) or ''
for id in string.gmatch(before, '%S+') do left[id] = true end
for id in string.gmatch(ARGV[12], '%S+') do
  if isAfterLast(id) then left[id] = true end
end
local sums = {delivered = 0, filtered = 0, duplicates = 0}
local ledgers, counted = {}, 0
for i = 13, #ARGV, 5 do
  local isNext = isAfterLast(ARGV[i])
  if isNext or left[ARGV[i]] then
    if isNext then
      last = ARGV[i]
      lms, lseq = parts(last)
    end
    left[ARGV[i]] = nil
    counted = counted + 1
    local forwarded, filtered = tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])
    sums.delivered = sums.delivered + forwarded
    sums.filtered = sums.filtered + filtered
    sums.duplicates = sums.duplicates + tonumber(ARGV[i + 4])
    local key = KEYS[tonumber(ARGV[i + 1])]
    if key then
      local sum = ledgers[key] or {0, 0}
      ledgers[key] = {sum[1] + forwarded, sum[2] + filtered}
    end
  end
end
for key, sum in pairs(ledgers) do
  if sum[1] > 0 then redis.call('HINCRBY', key, 'forwarded:' .. ARGV[2], sum[1]) end
  if sum[2] > 0 then redis.call('HINCRBY', key, 'filtered:' .. ARGV[2], sum[2]) end
  redis.call('EXPIRE', key, ARGV[8])
end
local ids = {}
for id in pairs(left) do
  if #ids < mostLeft then ids[#ids + 1] = id end
end
table.sort(ids)
local after = table.concat(ids, ' ')
if counted > 0 then redis.call('HSET', KEYS[1], place, last) end
if after ~= before then redis.call('HSET', KEYS[1], behind, after) end
for name, sum in pairs(sums) do
  if sum > 0 then redis.call('HINCRBY', KEYS[1], name, sum) end
end
if tonumber(ARGV[7]) > 0 then redis.call('HINCRBY', KEYS[1], 'retried', ARGV[7]) end
redis.call('HSET', KEYS[1], 'atMs', ARGV[3], 'lagMs', ARGV[6])
if ARGV[10] == '1' then redis.call('HSET', KEYS[1], 'lastSuccessMs', ARGV[3], 'state', 'ok') end
if ARGV[11] ~= '' then redis.call('HSET', KEYS[1], 'lastErrorMs', ARGV[3], 'lastError', ARGV[11], 'state', 'failing') end
redis.call('EXPIRE', KEYS[1], ARGV[9])

local minute = ARGV[4]
local isNew = redis.call('HEXISTS', KEYS[2], minute .. ':l') == 0
if sums.delivered > 0 then redis.call('HINCRBY', KEYS[2], minute .. ':d', sums.delivered) end
if tonumber(ARGV[7]) > 0 then redis.call('HINCRBY', KEYS[2], minute .. ':r', ARGV[7]) end
local lag = tonumber(redis.call('HGET', KEYS[2], minute .. ':l') or '-1')
if tonumber(ARGV[6]) > lag then redis.call('HSET', KEYS[2], minute .. ':l', ARGV[6]) end
if isNew then
  for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
    if tonumber(string.match(field, '^%d+')) < tonumber(ARGV[5]) then redis.call('HDEL', KEYS[2], field) end
  end
end
redis.call('EXPIRE', KEYS[2], 7200)
return counted
