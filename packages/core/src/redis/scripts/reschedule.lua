#!lua flags=allow-oom
-- reschedule: set the time before which jobs that have not started do not run.
-- KEYS waiting prioritized delayed tries workers graves gone stats
-- ARGV tag, due ('+ms' from now, or Redis ms), then at most 100 ids
-- RETURNS for each id: 'rescheduled' | 'active' | 'ended' | 'missing'
-- An entry in a list stays as a husk, counted in `gone` and dropped when met. No list is searched.
local call = redis.call
local waiting, prioritized, delayed, tries, workers, graves, gone, stats = unpack(KEYS)
local tag, due = ARGV[1], ARGV[2]
-- PART runner-of
call('LLEN', waiting)
call('ZCARD', prioritized)
call('HLEN', tries)
call('ZCARD', graves)
call('HLEN', workers)
call('HLEN', gone)
call('HLEN', stats)
local soonest = tonumber(call('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2])
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local at = string.byte(due) == 43 and now + tonumber(string.sub(due, 2)) or tonumber(due)
local score = string.format('%d', at)
local outcomes, moved = {}, {}

-- Takes a job from where it waits; false when it runs.
local function leave(id)
  if call('ZSCORE', delayed, id) or call('ZREM', prioritized, id) == 1 then return true end
  if runner_of(tag, workers, graves, id) then return false end
  call('HINCRBY', gone, id, 1)
  call('HINCRBY', stats, 'husks', 1)
  local text = call('HGET', tries, id)
  if text and string.find(text, ' h', 1, true) then
    text = string.gsub(text, ' h', '')
    if text == '0 0 -' then call('HDEL', tries, id) else call('HSET', tries, id, text) end
  end
  return true
end

for i = 3, #ARGV do
  local id, outcome = ARGV[i], 'rescheduled'
  if call('EXISTS', tag .. 'end:' .. id) == 1 then
    outcome = 'ended'
  elseif call('EXISTS', tag .. 'job:' .. id) == 0 then
    outcome = 'missing'
  elseif leave(id) then
    call('ZADD', delayed, score, id)
    moved[#moved + 1] = id
  else
    outcome = 'active'
  end
  outcomes[#outcomes + 1] = outcome
end
-- Due before all others: a worker that sleeps until their time must hear of it. "" means only "look again".
if #moved > 0 and (not soonest or at < soonest) and call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
-- By pcall: what a user may not announce must not leave the rest half done.
if #moved > 0 then redis.pcall('PUBLISH', tag .. 'events', string.format('%d', now) .. '\npostponed ' .. table.concat(moved, ' ')) end
return outcomes
