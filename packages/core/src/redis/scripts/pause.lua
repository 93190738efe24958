#!lua flags=allow-oom
-- pause: no worker starts a job of this queue until it is resumed. What runs goes on.
-- KEYS meta
-- ARGV tag, 1 to pause or 0 to resume
-- RETURNS 1 when that changed something
local call = redis.call
local paused = call('HEXISTS', KEYS[1], 'paused')
local time = call('TIME')
if ARGV[2] == '1' then
  call('HSETNX', KEYS[1], 'paused', string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000)))
else
  call('HDEL', KEYS[1], 'paused')
end
redis.pcall('PUBLISH', ARGV[1] .. 'control', ARGV[2] == '1' and 'paused' or 'resumed')
return paused == tonumber(ARGV[2]) and 0 or 1
