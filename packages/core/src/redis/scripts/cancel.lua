#!lua flags=allow-oom
-- cancel: end jobs that have not started, and order the workers of those that run to stop them.
-- KEYS delayed prioritized tries workers graves gone orders cancelled expiring stats
-- ARGV tag, the reason as JSON, then at most 100 ids
-- RETURNS for each id: 'cancelled' | 'ordered' (it runs; it ends as cancelled unless it completes first) | 'ended' | 'missing'
local call = redis.call
local delayed, prioritized, tries, workers, graves, gone, orders, cancelled, expiring, stats = unpack(KEYS)
local tag, reason = ARGV[1], ARGV[2]
-- PART let-go
call('ZCARD', delayed)
call('ZCARD', prioritized)
call('HLEN', tries)
call('HLEN', gone)
call('HLEN', orders)
call('ZCARD', cancelled)
call('ZCARD', expiring)
call('HLEN', stats)
local wids = call('HKEYS', workers)
for _, wid in ipairs(call('ZRANGE', graves, 0, -1)) do wids[#wids + 1] = wid end
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stamp = string.format('%d', now)

local function runner_of(id)
  for _, wid in ipairs(wids) do
    if call('HEXISTS', tag .. 'active:' .. wid, id) == 1 then return wid end
  end
end

local function finish(id)
  local text = call('HGET', tries, id) or '0 0 -'
  call('SET', tag .. 'end:' .. id, '[1,"cancelled",' .. reason .. ',"",' .. string.match(text, '^%d+') .. ',0,' .. stamp .. ']')
  call('ZADD', cancelled, stamp, id)
  call('ZREM', expiring, id)
  call('HINCRBY', stats, 'cancelled', 1)
  let_go(tag, tries, now, id, text)
end

local outcomes, ended = {}, {}
for i = 3, #ARGV do
  local id, outcome = ARGV[i], nil
  if call('EXISTS', tag .. 'end:' .. id) == 1 then
    outcome = 'ended'
  elseif call('EXISTS', tag .. 'job:' .. id) == 0 then
    outcome = 'missing'
  else
    local waited = call('ZREM', delayed, id) == 1 or call('ZREM', prioritized, id) == 1
    local wid = not waited and runner_of(id)
    if wid then
      outcome = 'ordered'
      if call('HSETNX', orders, id, wid .. ' ' .. reason) == 1 then
        redis.pcall('PUBLISH', tag .. 'control', 'cancel ' .. wid .. ' ' .. id)
      end
    else
      outcome = 'cancelled'
      if not waited then
        call('HINCRBY', gone, id, 1)
        call('HINCRBY', stats, 'husks', 1)
      end
      finish(id)
      ended[#ended + 1] = id
    end
  end
  outcomes[#outcomes + 1] = outcome
end
-- By pcall: what a user may not announce must not leave the rest half done.
if #ended > 0 then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\ncancelled ' .. table.concat(ended, ' ')) end
return outcomes
