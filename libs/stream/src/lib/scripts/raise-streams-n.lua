-- Makes the streams of an organisation go on above ids that were handed out before, as far as they do not already.
--
-- A stream that was lost begins with the clock of the server it is on now. Were that behind the clock of the one
-- before, new entries would get ids of old ones, which readers with a position of their own take for handled.
--
-- KEYS 1… streams; one that does not exist is left out
-- ARGV 1… least last id of each
-- returns the number of streams that were raised
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local raised = 0
for i = 1, #KEYS do
  local stream = redis.call('EXISTS', KEYS[i]) == 1 and redis.call('XINFO', 'STREAM', KEYS[i]) or {}
  local last
  for at = 1, #stream, 2 do
    if stream[at] == 'last-generated-id' then last = stream[at + 1] end
  end
  local ms, seq = parts(last or ARGV[i])
  local leastMs, leastSeq = parts(ARGV[i])
  if ms < leastMs or (ms == leastMs and seq < leastSeq) then
    redis.call('XSETID', KEYS[i], ARGV[i])
    raised = raised + 1
  end
end
return raised
