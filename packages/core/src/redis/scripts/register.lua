#!lua flags=allow-oom
-- register: a worker enters with a fresh id, before it takes anything. Its time as a reaper counts from here.
-- KEYS leases workers
-- ARGV wid leaseMs about
-- RETURNS now
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZCARD', KEYS[1])
redis.call('HSET', KEYS[2], ARGV[1], string.format('%d %s %s', now, ARGV[2], ARGV[3]))
redis.call('ZADD', KEYS[1], string.format('%d', now + tonumber(ARGV[2])), ARGV[1])
return now
