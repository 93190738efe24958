#!lua flags=allow-oom
-- retain: forget ended jobs past their retention, by count, by age, and by what a job says itself; a bounded number a call.
-- KEYS leases completed failed cancelled expired fleeting tries gone stats
-- ARGV tag wid limit, then count and age in ms for completed, failed, cancelled, expired
-- RETURNS how many entries went; 0 when there is nothing left to forget
-- What ended within the resend window (a producer may still repeat its add) is spared.
local call = redis.call
local leases, completed, failed, cancelled, expired, fleeting, tries, gone, stats = unpack(KEYS)
local tag, limit = ARGV[1], tonumber(ARGV[3])
local RESEND_WINDOW = 10000
if not call('ZSCORE', leases, ARGV[2]) then return 0 end
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
call('LLEN', completed)
call('ZCARD', failed)
call('ZCARD', cancelled)
call('ZCARD', expired)
call('ZCARD', fleeting)
call('HLEN', tries)
call('HLEN', gone)
call('HLEN', stats)
local count = 0

local function forget(ids)
  local flags = call('HMGET', tries, unpack(ids))
  for i, id in ipairs(ids) do
    -- Without a terminal record it has been added again, or retried: it lives.
    if call('EXISTS', tag .. 'end:' .. id) == 1 then
      call('UNLINK', tag .. 'end:' .. id, tag .. 'job:' .. id)
      if flags[i] then
        call('UNLINK', tag .. 'body:' .. id, tag .. 'run:' .. id, tag .. 'log:' .. id)
        call('HDEL', tries, id)
      end
    end
  end
  count = count + #ids
end

local function forget_of_set(set, most, age)
  local over = math.min(limit, call('ZCARD', set) - tonumber(most))
  local ids = {}
  if over > 0 then ids = call('ZRANGEBYSCORE', set, '-inf', now - RESEND_WINDOW, 'LIMIT', 0, over) end
  if #ids == 0 then ids = call('ZRANGEBYSCORE', set, '-inf', now - math.max(tonumber(age), RESEND_WINDOW), 'LIMIT', 0, limit) end
  if #ids == 0 then return end
  call('ZREM', set, unpack(ids))
  forget(ids)
end

-- The tail of the list, oldest first. An entry that `gone` counts is one of a job that was removed.
local function forget_completed(most, age)
  local surplus = call('LLEN', completed) - tonumber(most)
  local tail = call('LRANGE', completed, -limit, -1)
  if #tail == 0 then return end
  local names, shells = {}, {}
  for i = 1, #tail do
    local id = tail[#tail + 1 - i]
    names[i], shells[i] = tag .. 'end:' .. id, 'completed ' .. id
  end
  local records, counts = call('MGET', unpack(names)), call('HMGET', gone, unpack(shells))
  local ids, over, left = {}, 0, {}
  for i = 1, #tail do
    local id = tail[#tail + 1 - i]
    local shell = left[id] or tonumber(counts[i] or 0)
    if shell > 0 then
      left[id] = shell - 1
      if call('HINCRBY', gone, shells[i], -1) <= 0 then call('HDEL', gone, shells[i]) end
      call('HINCRBY', stats, 'completedHusks', -1)
    else
      local ended = records[i] and tonumber(string.match(records[i], ',(%d+)%]$')) or 0
      if ended > now - RESEND_WINDOW or (i > surplus and ended > now - tonumber(age)) then break end
      ids[#ids + 1] = id
    end
    over = i
  end
  if over > 0 then call('LTRIM', completed, 0, -over - 1) end
  if #ids > 0 then forget(ids) else count = count + over end
end

local brief = call('ZRANGEBYSCORE', fleeting, '-inf', now, 'LIMIT', 0, limit)
if #brief > 0 then
  call('ZREM', fleeting, unpack(brief))
  local texts = call('HMGET', tries, unpack(brief))
  for i, id in ipairs(brief) do
    local state = texts[i] and string.find(texts[i], ' k', 1, true) and string.match(call('GET', tag .. 'end:' .. id) or '', '^%[%d+,"(%a+)"')
    if state == 'completed' then
      call('HINCRBY', gone, 'completed ' .. id, 1)
      call('HINCRBY', stats, 'completedHusks', 1)
    elseif state then
      call('ZREM', tag .. state, id)
    end
    if state then forget({ id }) else count = count + 1 end
  end
end
forget_completed(ARGV[4], ARGV[5])
forget_of_set(failed, ARGV[6], ARGV[7])
forget_of_set(cancelled, ARGV[8], ARGV[9])
forget_of_set(expired, ARGV[10], ARGV[11])
return count
