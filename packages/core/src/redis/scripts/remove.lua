#!lua flags=allow-oom
-- remove: forget jobs that are not running. An entry in a list stays as a husk, counted in `gone` and dropped when met.
-- KEYS prioritized delayed tries failed cancelled expired expiring fleeting workers graves gone orders stats
-- ARGV tag state, then at most 100 ids
--   state: only jobs that are still in it, as far as they have ended, or not ended; '' for all
-- RETURNS for each id: 'removed' | 'active' | 'moved' (it is in another state) | 'missing'
local call = redis.call
local prioritized, delayed, tries, failed, cancelled, expired, expiring, fleeting, workers, graves, gone, orders, stats = unpack(KEYS)
local tag, wanted = ARGV[1], ARGV[2]
local sets = { failed = failed, cancelled = cancelled, expired = expired }
local wants_ended = wanted == 'completed' or sets[wanted]
-- PART runner-of
call('ZCARD', prioritized)
call('ZCARD', delayed)
call('HLEN', tries)
call('ZCARD', failed)
call('ZCARD', cancelled)
call('ZCARD', expired)
call('ZCARD', expiring)
call('ZCARD', fleeting)
call('HLEN', workers)
call('ZCARD', graves)
call('HLEN', gone)
call('HLEN', orders)
call('HLEN', stats)

local function leave_husk(field, counter)
  call('HINCRBY', gone, field, 1)
  call('HINCRBY', stats, counter, 1)
end

-- Takes a job from the place where it stands; false when it runs.
local function leave(id, record, state)
  if sets[state] then
    call('ZREM', sets[state], id)
  elseif record then
    leave_husk('completed ' .. id, 'completedHusks')
  elseif call('ZREM', delayed, id) == 0 and call('ZREM', prioritized, id) == 0 then
    if runner_of(tag, workers, graves, id) then return false end
    leave_husk(id, 'husks')
  end
  return true
end

local outcomes, removed = {}, {}
for i = 3, #ARGV do
  local id, outcome = ARGV[i], 'removed'
  local record = call('GET', tag .. 'end:' .. id)
  local state = record and string.match(record, '^%[%d+,"(%a+)"')
  if not record and call('EXISTS', tag .. 'job:' .. id) == 0 then
    outcome = 'missing'
  elseif wanted ~= '' and (record or wants_ended) and state ~= wanted then
    outcome = 'moved'
  elseif not leave(id, record, state) then
    outcome = 'active'
  else
    local key = string.match(call('HGET', tries, id) or '', ' u%a(%S+)')
    if key and call('GET', tag .. 'unique:' .. key) == id then call('DEL', tag .. 'unique:' .. key) end
    call('HDEL', tries, id)
    call('ZREM', expiring, id)
    call('ZREM', fleeting, id)
    call('HDEL', orders, id)
    call('UNLINK', tag .. 'job:' .. id, tag .. 'end:' .. id, tag .. 'body:' .. id, tag .. 'run:' .. id, tag .. 'log:' .. id)
    removed[#removed + 1] = id
  end
  outcomes[#outcomes + 1] = outcome
end
local time = call('TIME')
local stamp = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
-- By pcall: what a user may not announce must not leave the rest half done.
if #removed > 0 then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\nremoved ' .. table.concat(removed, ' ')) end
return outcomes
