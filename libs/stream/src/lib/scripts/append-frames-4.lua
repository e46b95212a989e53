-- Appends the frames of one batch to the lanes of one organisation, once.
--
-- A batch that was appended before is recognised by its idempotency key: the same digest answers `duplicate`
-- and writes only the key's expiry (so that a WAIT behind it covers the first append), another digest `conflict`.
-- A digest may begin with `<rank>|`: events below that severity rank were left out of the body. The same body with
-- others left out answers `left_out <rank>` with the rank it was stored under, 0 for whole.
--
-- KEYS 1 idempotency key  2 ordinary lane  3 priority lane  4 ledger of the accept minute
-- ARGV 1 digest  2 life of the key in ms  3 accept time in ms  4 number of events  5 life of the ledger in s
--      then per frame: index of its lane in KEYS, version, number of events, payload
-- returns `stored`, `duplicate`, `left_out <rank>` or `conflict`
local seen = redis.call('GET', KEYS[1])
if seen then
  if seen ~= ARGV[1] then
    if string.gsub(seen, '^%d|', '') ~= string.gsub(ARGV[1], '^%d|', '') then return 'conflict' end
    return 'left_out ' .. (string.match(seen, '^(%d)|') or '0')
  end
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 'duplicate'
end
for i = 6, #ARGV, 4 do
  redis.call('XADD', KEYS[tonumber(ARGV[i])], '*', 'v', ARGV[i + 1], 'n', ARGV[i + 2], 't', ARGV[3], 'd', ARGV[i + 3])
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('HINCRBY', KEYS[4], 'accepted', ARGV[4])
redis.call('EXPIRE', KEYS[4], ARGV[5])
return 'stored'
