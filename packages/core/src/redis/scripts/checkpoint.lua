#!lua flags=allow-oom
-- checkpoint: keep how far a running job has got, for its next run; only the run that holds the claim may write.
-- KEYS active tries run
-- ARGV id held state
-- RETURNS 'stale' with nothing written, or 'ok'
local active, tries, run = unpack(KEYS)
-- PART mark
if redis.call('HGET', active, ARGV[1]) ~= ARGV[2] then return 'stale' end
redis.call('HLEN', run)
mark(tries, ARGV[1], 'rc')
redis.call('HSET', run, 'checkpoint', ARGV[3])
return 'ok'
