-- Writes the projection of an organisation's settings, all of it or nothing: a writer that read an earlier state than
-- the one that is here changes nothing.
--
-- KEYS 1 config  2 features  3 rules  4 suppressions
-- ARGV 1 settings version  2 '1' to write whatever is here
--      then for each key: number of fields, and field and value of each
-- returns {1 when written or 0 when a later state is here, packs it replaces or '', channel ids it replaces or '',
--          sink ids it replaces or ''}
local held = tonumber(redis.call('HGET', KEYS[1], 'settingsVersion') or '-1')
local packs = redis.call('HGET', KEYS[3], 'packs') or ''
local channels = redis.call('HGET', KEYS[1], 'notificationChannels') or ''
local sinks = redis.call('HGET', KEYS[1], 'siemSinks') or ''
if held > tonumber(ARGV[1]) and ARGV[2] ~= '1' then return {0, packs, channels, sinks} end
local at = 3
for index, key in ipairs(KEYS) do
  -- The config belongs to more than one writer; the other keys are the projection and nothing else.
  if index > 1 then redis.call('DEL', key) end
  local count = tonumber(ARGV[at])
  at = at + 1
  for _ = 1, count do
    redis.call('HSET', key, ARGV[at], ARGV[at + 1])
    at = at + 2
  end
end
return {1, packs, channels, sinks}
