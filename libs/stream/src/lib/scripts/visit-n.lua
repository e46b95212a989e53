-- One fenced visit to an organisation: checks the fence, acknowledges what is settled, reads its lanes.
--
-- The read is fenced as well as the acknowledgement: a worker that lost its lease would otherwise take entries into
-- the pending list that the new owner, reading only new ones, never sees.
--
-- KEYS 1 fence  2… lanes
-- ARGV 1 epoch  2 session  3 `1` on the first visit of this ownership  4 group  5 consumer
--      then per lane: entries to read (0 reads none), id to read from (`>` or a pending id), number of ids, the ids
-- returns {`ok`, lane, …} with a lane's entries, or an error text for a lane that cannot be read
--         {`fenced`, value} when another owner holds the fence
--         {`rolled_back`, value} when the fence was lost or set back: written again, nothing acknowledged or read
local held = redis.call('GET', KEYS[1])
local epoch = tonumber(ARGV[1])
local mine = ARGV[1] .. '|' .. ARGV[2]
if held ~= mine then
  local seen = held and tonumber(string.match(held, '^(%d+)|')) or -1
  if seen >= epoch then return {'fenced', held} end
  redis.call('SET', KEYS[1], mine)
  if ARGV[3] ~= '1' then return {'rolled_back', held or ''} end
end
local reply = {'ok'}
local at = 6
for lane = 2, #KEYS do
  local count, from, acks = tonumber(ARGV[at]), ARGV[at + 1], tonumber(ARGV[at + 2])
  at = at + 3
  for first = at, at + acks - 1, 500 do
    redis.call('XACK', KEYS[lane], ARGV[4], unpack(ARGV, first, math.min(first + 499, at + acks - 1)))
  end
  at = at + acks
  local entries = {}
  if count > 0 then
    local read = redis.pcall('XREADGROUP', 'GROUP', ARGV[4], ARGV[5], 'COUNT', count, 'STREAMS', KEYS[lane], from)
    if read and read.err then
      entries = read.err
    elseif read and read[1] then
      entries = read[1][2]
    end
  end
  reply[lane] = entries
end
return reply
