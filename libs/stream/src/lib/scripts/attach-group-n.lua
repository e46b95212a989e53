-- Puts a detached group back: it reads on at the first entry it still needs that the streams hold, and what was
-- trimmed before that is recorded as a range to be filled from storage, beside those that are still to be filled, and
-- counted in entries. A stream that it did not read when it was detached is read from its start.
--
-- KEYS 1 organisation settings  2… streams
-- ARGV 1 group  2 groups expected when the settings name none  3… letter of each stream
-- returns per stream its letter and the range to fill, from and before, empty when both are equal; or `not detached`
local record = redis.call('HGET', KEYS[1], 'detached:' .. ARGV[1])
if not record then return 'not detached' end
local from = {}
for letter, id in string.gmatch(record, '(%a) (%d+%-%d+)') do from[letter] = id end
local settled, skipped = {}, 0
for letter, count in string.gmatch(record, '(%a)=(%d+)') do settled[letter] = tonumber(count) end
-- Entries that left the stream while nobody kept them for the group.
local function missed(stream, letter)
  if not settled[letter] or redis.call('EXISTS', stream) == 0 then return 0 end
  local info = {}
  local reply = redis.call('XINFO', 'STREAM', stream)
  for i = 1, #reply, 2 do info[reply[i]] = reply[i + 1] end
  return math.max(0, info['entries-added'] - info['length'] - settled[letter])
end
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local ranges = {}
local function create(stream, id)
  local made = redis.pcall('XGROUP', 'CREATE', stream, ARGV[1], id, 'MKSTREAM')
  -- One that was made meanwhile reads from the start: that is more than it needs, and keeps its place.
  if made.err and not string.find(made.err, 'BUSYGROUP', 1, true) then error(made.err) end
end
local function attach(stream, needed)
  local first = redis.call('XRANGE', stream, needed, '+', 'COUNT', 1)[1]
  local start = needed
  local oldest = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
  local om, os = 0, 0
  if oldest then om, os = parts(oldest[1]) end
  local fm, fs = parts(start)
  if not oldest and redis.call('EXISTS', stream) == 1 then
    -- Everything up to the last id was trimmed: the range ends behind it.
    local info = redis.call('XINFO', 'STREAM', stream)
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then
        local lm, ls = parts(info[i + 1])
        if lm > fm or (lm == fm and ls >= fs) then start = string.match(info[i + 1], '^(%d+)') .. '-' .. string.format('%.0f', ls + 1) end
      end
    end
  elseif oldest and (om > fm or (om == fm and os > fs)) then
    start = first[1]
  end
  local sm, ss = parts(start)
  local before = ss > 0 and string.format('%.0f-%.0f', sm, ss - 1) or string.format('%.0f', sm - 1) .. '-18446744073709551615'
  create(stream, before)
  return start
end
for i = 2, #KEYS do
  local letter = ARGV[i + 1]
  if from[letter] then
    skipped = skipped + missed(KEYS[i], letter)
    local start = attach(KEYS[i], from[letter])
    for _, part in ipairs({letter, from[letter], start}) do ranges[#ranges + 1] = part end
  else
    create(KEYS[i], '0')
  end
end
local named = redis.call('HGET', KEYS[1], 'expectedGroups')
local expected = named or ARGV[2]
-- Settings that name no groups go on naming none.
local isNamed = string.find(',' .. expected .. ',', ',' .. ARGV[1] .. ',', 1, true)
if (named or expected ~= '') and not isNamed then
  redis.call('HSET', KEYS[1], 'expectedGroups', expected == '' and ARGV[1] or expected .. ',' .. ARGV[1])
end
if skipped > 0 then redis.call('HINCRBY', KEYS[1], 'skipped:' .. ARGV[1], skipped) end
-- Storage has events alone: other lanes have nothing to be filled from.
local field, most, missing, last = 'backfill:' .. ARGV[1], 64, {}, {}
local function miss(lane, from, before)
  if from == before then return end
  -- Too many to name: the lane's last one grows over what lies between, which then comes twice.
  if #missing >= most and last[lane] then
    missing[last[lane]] = string.gsub(missing[last[lane]], '%S+$', before)
    return
  end
  missing[#missing + 1] = lane .. ' ' .. from .. ' ' .. before
  last[lane] = #missing
end
local held = redis.call('HGET', KEYS[1], field) or ''
for lane, first, before in string.gmatch(held, '([sp]) (%d+%-%d+) (%d+%-%d+)') do miss(lane, first, before) end
for i = 1, #ranges, 3 do
  if ranges[i] == 's' or ranges[i] == 'p' then miss(ranges[i], ranges[i + 1], ranges[i + 2]) end
end
if #missing > 0 then redis.call('HSET', KEYS[1], field, table.concat(missing, ' ')) end
redis.call('HDEL', KEYS[1], 'detached:' .. ARGV[1])
return ranges
