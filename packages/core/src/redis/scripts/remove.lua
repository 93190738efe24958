#!lua flags=allow-oom
-- remove: forget a job that is not running. Its list entry stays as a husk, counted in `gone` and dropped when met.
-- KEYS delayed tries failed workers graves gone
-- ARGV tag id
-- RETURNS 'removed' | 'active' | 'missing'
local call = redis.call
local delayed, tries, failed, workers, graves, gone = unpack(KEYS)
local tag, id = ARGV[1], ARGV[2]
local ended = call('EXISTS', tag .. 'end:' .. id) == 1
if not ended and call('EXISTS', tag .. 'job:' .. id) == 0 then return 'missing' end
call('HLEN', tries)
call('HLEN', gone)
call('ZCARD', failed)
if not ended and not call('ZSCORE', delayed, id) then
  for _, wid in ipairs(call('HKEYS', workers)) do
    if call('HEXISTS', tag .. 'active:' .. wid, id) == 1 then return 'active' end
  end
  for _, wid in ipairs(call('ZRANGE', graves, 0, -1)) do
    if call('HEXISTS', tag .. 'active:' .. wid, id) == 1 then return 'active' end
  end
end
if ended then
  call('ZREM', failed, id)
elseif call('ZREM', delayed, id) == 0 then
  call('HINCRBY', gone, id, 1)
end
call('HDEL', tries, id)
call('UNLINK', tag .. 'job:' .. id, tag .. 'end:' .. id, tag .. 'body:' .. id, tag .. 'run:' .. id)
local time = call('TIME')
-- By pcall: what a user may not announce must not leave the rest half done.
redis.pcall('PUBLISH', tag .. 'events', string.format('%d\nremoved %s', time[1] * 1000 + math.floor(time[2] / 1000), id))
return 'removed'
