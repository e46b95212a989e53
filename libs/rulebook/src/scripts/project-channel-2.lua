-- Writes one notification channel or sink, unless a later state of the settings is here.
--
-- KEYS 1 config  2 the channel or sink
-- ARGV 1 settings version  2 '1' to write whatever is here  3 the channel or sink, or '' to take it away
-- returns 1 when written, 0 when not
local held = tonumber(redis.call('HGET', KEYS[1], 'settingsVersion') or '-1')
if held > tonumber(ARGV[1]) and ARGV[2] ~= '1' then return 0 end
if ARGV[3] == '' then redis.call('DEL', KEYS[2]) else redis.call('SET', KEYS[2], ARGV[3]) end
return 1
