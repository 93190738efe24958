#!lua flags=allow-oom
-- schedule-due: the schedules whose slot has come, and when the first of all is due.
-- KEYS schedules ticks ticked
-- ARGV how many at most
-- RETURNS { now, the first slot of all or '', (id, what it says, what has become of it, its slot) of each that is due }
local call = redis.call
local schedules, ticks, ticked = unpack(KEYS)
call('HLEN', schedules)
call('HLEN', ticked)
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ids = call('ZRANGEBYSCORE', ticks, '-inf', string.format('%d', now), 'WITHSCORES', 'LIMIT', 0, ARGV[1])
local due = {}
for i = 1, #ids, 2 do
  local says, progress = call('HGET', schedules, ids[i]), call('HGET', ticked, ids[i])
  if says and progress then
    local n = #due
    due[n + 1], due[n + 2], due[n + 3], due[n + 4] = ids[i], says, progress, ids[i + 1]
  else
    -- Nothing stands behind it: somebody has deleted a key by hand.
    call('ZREM', ticks, ids[i])
  end
end
return { now, call('ZRANGE', ticks, 0, 0, 'WITHSCORES')[2] or '', due }
