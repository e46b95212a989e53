-- Appends a record to the chain, if the chain still ends where its writer thinks.
--
-- KEYS 1 head: number and hash of the last record  2 chain
-- ARGV 1 number the head must have  2 hash it must have, '' for none  3 hash of the record  4 most records kept
--      5 the record
-- returns {1}; {0, number, hash} when the chain ends elsewhere
local head = redis.call('HMGET', KEYS[1], 'seq', 'hash')
local seq, hash = head[1] or '0', head[2] or ''
if seq ~= ARGV[1] or hash ~= ARGV[2] then return {0, seq, hash} end
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'record', ARGV[5], 'hash', ARGV[3])
redis.call('HSET', KEYS[1], 'seq', string.format('%.0f', tonumber(seq) + 1), 'hash', ARGV[3])
return {1}
