-- Takes tokens from an organisation's two buckets (events and bytes), both or neither.
-- A request larger than a whole bucket is let through when the bucket is full and leaves it in debt, so that it is
-- slowed down rather than refused for ever. Time is the server's.
--
-- KEYS 1 bucket
-- ARGV 1 events per second  2 most events  3 bytes per second  4 most bytes
--      5 events needed  6 bytes needed  7 events wished  8 bytes wished (at least what is needed)
--      9 life of an untouched bucket in s
-- returns { events given, bytes given, ms to wait }: what was needed up to what was wished, or 0, 0 and a wait
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local held = redis.call('HMGET', KEYS[1], 'events', 'bytes', 'at')
local since = math.max(0, now - tonumber(held[3] or now))

local function refilled(tokens, rate, most)
  return math.min(most, (tonumber(tokens) or most) + rate * since / 1000)
end
local function waitFor(tokens, needed, rate, most)
  return math.max(0, (math.min(needed, most) - tokens) / rate * 1000)
end
local function given(tokens, needed, wished)
  return math.max(needed, math.min(wished, math.floor(tokens)))
end

local rateE, mostE, rateB, mostB = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local needE, needB = tonumber(ARGV[5]), tonumber(ARGV[6])
local events = refilled(held[1], rateE, mostE)
local bytes = refilled(held[2], rateB, mostB)
local wait = math.ceil(math.max(waitFor(events, needE, rateE, mostE), waitFor(bytes, needB, rateB, mostB)))
local giveE, giveB = 0, 0
if wait <= 0 then
  giveE, giveB = given(events, needE, tonumber(ARGV[7])), given(bytes, needB, tonumber(ARGV[8]))
end
redis.call('HSET', KEYS[1], 'events', tostring(events - giveE), 'bytes', tostring(bytes - giveB), 'at', now)
redis.call('EXPIRE', KEYS[1], ARGV[9])
return { giveE, giveB, wait }
