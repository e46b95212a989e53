-- Publishes what was found out about an organisation's events, and now and then its model, in one step and only by the
-- owner: a redelivery after a crash finds in the state how far it had come, and publishes nothing twice.
--
-- KEYS 1 fence  2 state  3 scores stream  4 detections stream  5 model  6 model before
-- ARGV 1 epoch of the writer  2 version the memory was made from  3 mark of the writer
--      4 most entries a stream may hold
--      5 what becomes of the models: `` (no new one), `replace` (the one there is not kept), `rotate` (it is)
--      6 the new model
--      7 number of fields and values of the state, then these
--      then per entry: index of its stream, number of its fields and values, then these
-- returns {`ok`, score entries left out because their stream is full}
--         {`fenced`, value} when another owner holds the fence
--         {`stale`, version} when the state is at another version: what the writer has in memory is not true
--         {`full`, length} when the detections stream is: nothing was written
local held = redis.call('GET', KEYS[1])
if not held or string.match(held, '^(%d+)|') ~= ARGV[1] then return {'fenced', held or ''} end
local state = redis.call('HMGET', KEYS[2], 'version', 'mark')
local version = tonumber(state[1] or '0')
-- Asked again because the answer was lost.
if version == tonumber(ARGV[2]) + 1 and state[2] == ARGV[3] then return {'ok', 0} end
if version ~= tonumber(ARGV[2]) then return {'stale', version} end
local detections = redis.call('XLEN', KEYS[4])
if detections >= tonumber(ARGV[4]) then return {'full', detections} end
local isFull = redis.call('XLEN', KEYS[3]) >= tonumber(ARGV[4])
local count = tonumber(ARGV[7])
local at, left = 8 + count, 0
while ARGV[at] do
  local stream, size = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  if stream == 3 and isFull then
    left = left + 1
  else
    redis.call('XADD', KEYS[stream], '*', unpack(ARGV, at + 2, at + 1 + size))
  end
  at = at + 2 + size
end
local before = ARGV[5] == 'rotate' and redis.call('GET', KEYS[5])
if before then redis.call('SET', KEYS[6], before) end
if ARGV[5] ~= '' then redis.call('SET', KEYS[5], ARGV[6]) end
redis.call('HSET', KEYS[2], 'version', ARGV[2] + 1, 'mark', ARGV[3], unpack(ARGV, 8, 7 + count))
return {'ok', left}
