#!lua flags=allow-oom
-- schedule-turn: pause a schedule, resume it, or remove it. Its jobs stay.
-- KEYS schedules ticks ticked
-- ARGV tag, id, pause | resume | remove, the revision that the caller saw, the slot where it goes on or ''
-- RETURNS done | same | changed (since the caller looked: only a resume minds) | missing
local call = redis.call
local schedules, ticks, ticked = unpack(KEYS)
local id, to, seen, slot = unpack(ARGV, 2, 5)
call('ZCARD', ticks)
local known = call('HEXISTS', schedules, id) == 1
local state, revision, rest = string.match(call('HGET', ticked, id) or '', '^(%S+) (%d+) (.*)$')
if not known then return 'missing' end
if to == 'remove' then
  call('HDEL', schedules, id)
  call('HDEL', ticked, id)
  call('ZREM', ticks, id)
elseif to == 'pause' then
  if state ~= '-' then return 'same' end
  call('HSET', ticked, id, 'paused ' .. revision .. ' ' .. rest)
  call('ZREM', ticks, id)
else
  if state ~= 'paused' then return 'same' end
  if revision ~= seen then return 'changed' end
  call('HSET', ticked, id, (slot == '' and 'over ' or '- ') .. revision .. ' ' .. rest)
  if slot ~= '' then call('ZADD', ticks, slot, id) end
end
redis.pcall('PUBLISH', ARGV[1] .. 'control', 'schedules')
return 'done'
