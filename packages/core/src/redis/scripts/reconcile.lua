#!lua flags=allow-oom
-- reconcile: what this worker holds by Redis's account, to be compared with what it has in hand.
-- KEYS leases pending active orders
-- ARGV wid
-- RETURNS { 'fenced' } or { 'ok', unclaimed ids, { id, held, … }, ids of running jobs that shall be cancelled }
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return { 'fenced' } end
local ordered = {}
if redis.call('HLEN', KEYS[4]) > 0 then
  local ids = redis.call('HKEYS', KEYS[3])
  for _, id in ipairs(ids) do if redis.call('HEXISTS', KEYS[4], id) == 1 then ordered[#ordered + 1] = id end end
end
return { 'ok', redis.call('LRANGE', KEYS[2], 0, 99), redis.call('HGETALL', KEYS[3]), ordered }
