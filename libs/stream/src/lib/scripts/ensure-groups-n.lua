-- Creates a group where it is missing, at the start of the stream, if the organisation expects it: by its settings, or,
-- where these name no groups, when the group exists on another of the streams.
--
-- KEYS 1 organisation settings  2… streams
-- ARGV 1 group
-- returns the number of groups created, or -1 when some are missing and not expected
local missing, isExpected = {}, false
for i = 2, #KEYS do
  local rows = redis.pcall('XINFO', 'GROUPS', KEYS[i])
  local isPresent = false
  for _, row in ipairs(rows.err and {} or rows) do
    for at = 1, #row, 2 do
      if row[at] == 'name' and row[at + 1] == ARGV[1] then isPresent = true end
    end
  end
  if isPresent then isExpected = true else missing[#missing + 1] = KEYS[i] end
end
local expected = redis.call('HGET', KEYS[1], 'expectedGroups')
if expected then isExpected = string.find(',' .. expected .. ',', ',' .. ARGV[1] .. ',', 1, true) ~= nil end
if #missing > 0 and not isExpected then return -1 end
for _, stream in ipairs(missing) do redis.call('XGROUP', 'CREATE', stream, ARGV[1], '0', 'MKSTREAM') end
return #missing
