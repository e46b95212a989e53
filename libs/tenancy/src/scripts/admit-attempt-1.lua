-- Counts an attempt before it is made, so that guesses made at the same moment are all counted; refuses it while the
-- wait of an earlier one lasts. Time is the server's.
--
-- KEYS 1 attempts of a subject
-- ARGV 1 attempts without a wait  2 first wait in ms, doubled by each further attempt  3 longest wait in ms
--      4 life after the last attempt in s
-- returns {ms to wait, 0 when the attempt may be made; until when later attempts wait because of this one, epoch ms, or 0}
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local untilMs = tonumber(redis.call('HGET', KEYS[1], 'until') or 0)
if untilMs > now then return {untilMs - now, 0} end
local count = redis.call('HINCRBY', KEYS[1], 'count', 1)
local free = tonumber(ARGV[1])
if count >= free then
  local wait = math.min(tonumber(ARGV[2]) * 2 ^ math.min(count - free, 30), tonumber(ARGV[3]))
  untilMs = now + wait
  redis.call('HSET', KEYS[1], 'until', string.format('%.0f', untilMs))
else
  untilMs = 0
end
redis.call('EXPIRE', KEYS[1], ARGV[4])
return {0, untilMs}
