-- Appends a word to a list and counts it.
-- KEYS 1 list  2 counter
-- ARGV 1 word
redis.call('RPUSH', KEYS[1], ARGV[1])
return redis.call('INCR', KEYS[2])
