#!lua flags=allow-oom
-- promote: let delayed jobs run at once, whenever they would have been due.
-- KEYS waiting prioritized delayed suspects tries meta
-- ARGV tag, then at most 100 ids
-- RETURNS for each id: 'promoted' | 'live' (it is not delayed: it waits or runs) | 'ended' | 'missing'
local call = redis.call
local waiting, prioritized, delayed, suspects, tries, meta = unpack(KEYS)
local tag = ARGV[1]
-- PART make-due
call('LLEN', waiting)
call('ZCARD', prioritized)
call('LLEN', suspects)
call('HLEN', tries)
call('HLEN', meta)
local time = call('TIME')
local stamp = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
local outcomes, promoted, marked = {}, {}, false
for i = 2, #ARGV do
  local id, outcome = ARGV[i], 'live'
  if call('ZREM', delayed, id) == 1 then
    marked = make_due(waiting, prioritized, suspects, tries, meta, id, call('HGET', tries, id)) or marked
    promoted[#promoted + 1] = id
    outcome = 'promoted'
  elseif call('EXISTS', tag .. 'end:' .. id) == 1 then
    outcome = 'ended'
  elseif call('EXISTS', tag .. 'job:' .. id) == 0 then
    outcome = 'missing'
  end
  outcomes[#outcomes + 1] = outcome
end
if marked and call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
-- By pcall: what a user may not announce must not leave the rest half done.
if #promoted > 0 then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\nwaiting ' .. table.concat(promoted, ' ')) end
return outcomes
