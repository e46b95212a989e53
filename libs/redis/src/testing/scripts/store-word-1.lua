-- Stores a word.
-- KEYS 1 word
-- ARGV 1 word
return redis.call('SET', KEYS[1], ARGV[1])
