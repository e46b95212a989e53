-- Gives partitions to a live worker unless another live worker holds them.
--
-- An epoch never goes back: it is above the last one of the partition, above every fence the worker has seen, and
-- at least the server's time in ms, so that a counter lost in a failover is not handed out twice.
--
-- KEYS 1 members  2 leases
-- ARGV 1 session, then per partition: its number, least epoch
-- returns {`ok`, {partition, epoch, …}} with what was granted, or {`expired`}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function alive(session)
  local score = redis.call('ZSCORE', KEYS[1], session)
  return score and tonumber(score) > now
end
if not alive(ARGV[1]) then return {'expired'} end
local granted = {}
for i = 2, #ARGV, 2 do
  local lease = redis.call('HGET', KEYS[2], ARGV[i]) or '0|'
  local epoch, session = string.match(lease, '^(%d+)|(.*)$')
  if session == ARGV[1] or session == '' or not alive(session) then
    local next = math.max(tonumber(epoch) + 1, now, tonumber(ARGV[i + 1]))
    local text = string.format('%.0f', next)
    redis.call('HSET', KEYS[2], ARGV[i], text .. '|' .. ARGV[1])
    granted[#granted + 1] = ARGV[i]
    granted[#granted + 1] = text
  end
end
return {'ok', granted}
