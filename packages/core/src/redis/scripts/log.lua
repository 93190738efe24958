#!lua flags=allow-oom
-- log: add a line to the log of a running job, and drop the oldest above a number; only the run that holds the claim may write.
-- KEYS active tries log
-- ARGV id held most line
-- RETURNS 'stale' with nothing written, or 'ok'
local active, tries, log = unpack(KEYS)
-- PART mark
if redis.call('HGET', active, ARGV[1]) ~= ARGV[2] then return 'stale' end
redis.call('LLEN', log)
local time = redis.call('TIME')
mark(tries, ARGV[1], 'l')
redis.call('RPUSH', log, string.format('%d ', time[1] * 1000 + math.floor(time[2] / 1000)) .. ARGV[4])
redis.call('LTRIM', log, -ARGV[3], -1)
return 'ok'
