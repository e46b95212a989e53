-- Writes what a run of events changed in an organisation, in one step and only by its owner: state, records on the
-- alert stream and the position reached stand or fall together, so a redelivery never counts twice.
--
-- KEYS 1 fence  2 state record  3.. keys of the writes
-- ARGV 1 epoch of the writer  2 version the changes were made from  3 version they make
--      4 number of fields and values of the state record, then these
--      then per write: command, index of its key, number of arguments, arguments
-- returns {`ok`}
--         {`fenced`, value} when another owner holds the fence
--         {`stale`, version} when the state record is at another version: what the writer had in memory is not true
local held = redis.call('GET', KEYS[1])
if not held or string.match(held, '^(%d+)|') ~= ARGV[1] then return {'fenced', held or ''} end
local version = redis.call('HGET', KEYS[2], 'version') or '0'
if version ~= ARGV[2] then return {'stale', version} end
local at = 5
local count = tonumber(ARGV[4])
at = at + count
while ARGV[at] do
  local args = tonumber(ARGV[at + 2])
  redis.call(ARGV[at], KEYS[tonumber(ARGV[at + 1])], unpack(ARGV, at + 3, at + 2 + args))
  at = at + 3 + args
end
-- Last: a command that is refused in the middle leaves the position behind it, so the run is made again and not lost.
redis.call('HSET', KEYS[2], 'version', ARGV[3], unpack(ARGV, 5, 4 + count))
return {'ok'}
