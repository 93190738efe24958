#!lua flags=allow-oom
-- limit: set or lift the limits of the queue; they hold for all workers and producers from this moment.
-- KEYS limits meta
-- ARGV tag, then (field, value) pairs: rate, per, concurrency, depth, onFull; an empty value lifts
-- RETURNS the fields and values that are set now
local call = redis.call
local limits, meta = unpack(KEYS)
call('HLEN', limits)
call('HLEN', meta)
local rate = call('HGET', limits, 'rate')
local per = call('HGET', limits, 'per')
for i = 2, #ARGV, 2 do
  if ARGV[i + 1] == '' then call('HDEL', limits, ARGV[i]) else call('HSET', limits, ARGV[i], ARGV[i + 1]) end
end
-- A bucket that was filled for another rate begins anew.
if call('HGET', limits, 'rate') ~= rate or call('HGET', limits, 'per') ~= per then call('HDEL', limits, 'tokens', 'tokensAt') end
if call('HEXISTS', limits, 'rate') == 1 or call('HEXISTS', limits, 'concurrency') == 1 then
  call('HSET', meta, 'limited', 1)
else
  call('HDEL', meta, 'limited')
end
if #ARGV > 1 then redis.pcall('PUBLISH', ARGV[1] .. 'control', 'limits') end
return call('HGETALL', limits)
