-- Appends records to a stream of one organisation, once, and says which entries hold them.
--
-- A batch that was appended before is recognised by its idempotency key, which keeps the ids it got.
--
-- KEYS 1 idempotency key  2 stream
-- ARGV 1 digest  2 life of the key in ms  3 most entries the stream may hold
--      then per entry: the number of values that follow, field, value, …
-- returns {`stored` or `duplicate`, id, …}; {`conflict`} when the key stands for another body; {`full`, length}
local seen = redis.call('GET', KEYS[1])
if seen then
  local digest, ids = string.match(seen, '^(%S+) ?(.*)$')
  if digest ~= ARGV[1] then return {'conflict'} end
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  local reply = {'duplicate'}
  for id in string.gmatch(ids, '%S+') do reply[#reply + 1] = id end
  return reply
end
local length = redis.call('XLEN', KEYS[2])
if length >= tonumber(ARGV[3]) then return {'full', length} end
local reply, at = {'stored'}, 4
while at <= #ARGV do
  local size = tonumber(ARGV[at])
  reply[#reply + 1] = redis.call('XADD', KEYS[2], '*', unpack(ARGV, at + 1, at + size))
  at = at + 1 + size
end
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. table.concat(reply, ' ', 2), 'PX', ARGV[2])
return reply
