-- Reads on in an organisation's alert stream and says what the stream holds.
--
-- KEYS 1 alert stream
-- ARGV 1 id to read from, behind `(` when that entry itself is not wanted  2 most entries
-- returns {last id the stream gave, id of its first entry, entries that were trimmed, entries}
if redis.call('EXISTS', KEYS[1]) == 0 then return {'0-0', '0-0', 0, {}} end
local info, stream = redis.call('XINFO', 'STREAM', KEYS[1]), {}
for i = 1, #info, 2 do stream[info[i]] = info[i + 1] end
local last = stream['last-generated-id']
local first = stream['first-entry'] and stream['first-entry'][1] or last
local trimmed = (stream['entries-added'] or stream['length']) - stream['length']
return {last, first, trimmed, redis.call('XRANGE', KEYS[1], ARGV[1], '+', 'COUNT', ARGV[2])}
