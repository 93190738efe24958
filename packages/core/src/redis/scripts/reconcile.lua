#!lua flags=allow-oom
-- reconcile: what this worker holds by Redis's account, to be compared with what it has in hand.
-- KEYS leases pending active
-- ARGV wid
-- RETURNS { 'fenced' } or { 'ok', unclaimed ids, { id, held, … } }
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return { 'fenced' } end
return { 'ok', redis.call('LRANGE', KEYS[2], 0, 99), redis.call('HGETALL', KEYS[3]) }
