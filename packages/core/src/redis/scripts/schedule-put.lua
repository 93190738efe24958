-- schedule-put: set what a schedule says, unless somebody has changed it since the caller looked.
-- KEYS schedules ticks ticked
-- ARGV tag, id, the revision that the caller saw or '', its new revision, what it says, its first slot
-- RETURNS put | same | changed
-- Not allowed at maxmemory: it adds.
local call = redis.call
local schedules, ticks, ticked = unpack(KEYS)
local id, seen, since, says, slot = unpack(ARGV, 2, 6)
call('ZCARD', ticks)
local known = call('HGET', schedules, id)
local state, revision, last = string.match(call('HGET', ticked, id) or '', '^(%S+) (%d+) %d+(.*)$')
if known == says then return 'same' end
if (known and revision or '') ~= seen then return 'changed' end
call('HSET', schedules, id, says)
if state ~= 'paused' then
  state = '-'
  call('ZADD', ticks, slot, id)
end
call('HSET', ticked, id, state .. ' ' .. since .. ' 0' .. (last or ''))
redis.pcall('PUBLISH', ARGV[1] .. 'control', 'schedules')
return 'put'
