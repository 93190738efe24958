#!lua flags=allow-oom
-- beat: extend a lease that still exists. One that comes late (after an outage, a failover, a clock jump, a stop)
-- sets `since` anew, so that this worker reaps nobody for a full lease.
-- KEYS leases workers
-- ARGV wid leaseMs about
-- RETURNS { 'fenced' } or { 'ok', now }
local leases, workers = KEYS[1], KEYS[2]
local wid, lease = ARGV[1], tonumber(ARGV[2])
local until_at = redis.call('ZSCORE', leases, wid)
if not until_at then return { 'fenced' } end
local known = redis.call('HGET', workers, wid)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local since = known and tonumber(string.match(known, '^(%d+) ')) or now
local quiet = now - (tonumber(until_at) - lease)
if quiet > lease / 2 or quiet < 0 then since = now end
redis.call('HSET', workers, wid, string.format('%d %s %s', since, ARGV[2], ARGV[3]))
redis.call('ZADD', leases, 'XX', string.format('%d', now + lease), wid)
return { 'ok', now }
