#!lua flags=allow-oom
-- retry: let jobs that failed, were cancelled or expired run again, as if they had just been added.
-- KEYS waiting prioritized tries failed cancelled expired fleeting meta
-- ARGV tag, then at most 100 ids
-- RETURNS for each id: 'retried' | 'completed' | 'live' (it has not ended) | 'held' (another job has its unique key) | 'missing'
-- What the job has kept stays: message, body, checkpoint, progress, log. What was counted and recorded of its attempts goes.
local call = redis.call
local waiting, prioritized, tries, failed, cancelled, expired, fleeting, meta = unpack(KEYS)
local tag = ARGV[1]
local sets = { failed = failed, cancelled = cancelled, expired = expired }
-- PART make-due
call('LLEN', waiting)
call('ZCARD', prioritized)
call('HLEN', tries)
call('ZCARD', failed)
call('ZCARD', cancelled)
call('ZCARD', expired)
call('ZCARD', fleeting)
call('HLEN', meta)
local time = call('TIME')
local stamp = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))

-- A lock of a job that has ended or is not there any more holds nobody up.
local function is_held(lock, id)
  local holder = call('GET', lock)
  return holder and holder ~= id and call('EXISTS', tag .. 'job:' .. holder) == 1 and call('EXISTS', tag .. 'end:' .. holder) == 0
end

-- The history of attempts begins anew, or the next ones would stand among the old.
local function forget_attempts(id)
  local old = {}
  for _, field in ipairs(call('HKEYS', tag .. 'run:' .. id)) do
    if string.find(field, '^[ac]%d+$') then old[#old + 1] = field end
  end
  if #old > 0 then call('HDEL', tag .. 'run:' .. id, unpack(old)) end
  return call('EXISTS', tag .. 'run:' .. id) == 1
end

local outcomes, retried, marked = {}, {}, false
for i = 2, #ARGV do
  local id = ARGV[i]
  local state = string.match(call('GET', tag .. 'end:' .. id) or '', '^%[%d+,"(%a+)"')
  local text = state and call('HGET', tries, id)
  local key = text and string.match(text, ' u[se](%S+)')
  local outcome = 'retried'
  if call('EXISTS', tag .. 'job:' .. id) == 0 then
    outcome = 'missing'
  elseif not sets[state] then
    outcome = state or 'live'
  elseif key and is_held(tag .. 'unique:' .. key, id) then
    outcome = 'held'
  else
    call('DEL', tag .. 'end:' .. id)
    call('ZREM', sets[state], id)
    call('ZREM', fleeting, id)
    if key then call('SET', tag .. 'unique:' .. key, id) end
    if text then
      local flags, words = string.match(text, '^%d+ %d+ (%S+)(.*)$')
      if not forget_attempts(id) then flags = string.gsub(flags, 'r', '') end
      text = '0 0 ' .. (flags == '' and '-' or flags) .. string.gsub(words, ' [xhd]%S*', '')
      if text == '0 0 -' then call('HDEL', tries, id) else call('HSET', tries, id, text) end
    end
    marked = make_due(waiting, prioritized, nil, tries, meta, id, text) or marked
    retried[#retried + 1] = id
  end
  outcomes[#outcomes + 1] = outcome
end
if marked and call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
-- By pcall: what a user may not announce must not leave the rest half done.
if #retried > 0 then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\nwaiting ' .. table.concat(retried, ' ')) end
return outcomes
