#!lua flags=allow-oom
-- sweep: once an interval for the whole fleet, find whom to reap and forget what is past its age.
-- KEYS leases workers graves completed failed tries meta
-- ARGV tag wid intervalMs graveMs completedMs failedMs
-- RETURNS { 'rest' } somebody swept a moment ago, or { 'swept', victims: expired, without a lease, or graves that hold something }
local call = redis.call
local leases, workers, graves, completed, failed, tries, meta = unpack(KEYS)
local tag, interval, grave_age = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local swept, cursor = unpack(call('HMGET', meta, 'sweptAt', 'graveCursor'))
local ago = now - tonumber(swept or 0)
if not call('ZSCORE', leases, ARGV[2]) or (ago >= 0 and ago < interval) then return { 'rest' } end
call('HLEN', workers)
call('ZCARD', graves)
call('LLEN', completed)
call('ZCARD', failed)
call('HLEN', tries)
call('HSET', meta, 'sweptAt', string.format('%d', now))

local victims = call('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, 100)
-- Leases that are suspiciously far ahead are offered too: reap cuts them to their length.
local ahead = call('ZREVRANGE', leases, 0, 9, 'WITHSCORES')
for i = 1, #ahead, 2 do
  local _, lease = string.match(call('HGET', workers, ahead[i]) or '', '^(%d+) (%d+) ')
  if lease and tonumber(ahead[i + 1]) > now + tonumber(lease) then victims[#victims + 1] = ahead[i] end
end
-- A worker whose lease is gone altogether is found by its registration.
if call('HLEN', workers) ~= call('ZCARD', leases) then
  for _, wid in ipairs(call('HKEYS', workers)) do
    if #victims < 100 and not call('ZSCORE', leases, wid) then victims[#victims + 1] = wid end
  end
end

-- A stopped process's blocked read can still fall into a grave; one that has been empty for long is forgotten.
local from = tonumber(cursor or 0)
local dead = call('ZRANGE', graves, from, from + 199, 'WITHSCORES')
for i = 1, #dead, 2 do
  local wid = dead[i]
  if call('LLEN', tag .. 'pending:' .. wid) > 0 or call('HLEN', tag .. 'active:' .. wid) > 0 then
    victims[#victims + 1] = wid
  elseif now - tonumber(dead[i + 1]) > grave_age then
    call('ZREM', graves, wid)
  end
end
local onward = #dead == 400 and from + 200 or 0
if onward ~= from then call('HSET', meta, 'graveCursor', onward) end

-- Retention by age, a bounded number a sweep. A terminal record decides; an id that was added again is spared.
local function forget(ids)
  local flags = call('HMGET', tries, unpack(ids))
  for i, id in ipairs(ids) do
    if call('EXISTS', tag .. 'end:' .. id) == 1 then
      call('UNLINK', tag .. 'end:' .. id, tag .. 'job:' .. id)
      if flags[i] then
        call('UNLINK', tag .. 'body:' .. id, tag .. 'run:' .. id)
        call('HDEL', tries, id)
      end
    end
  end
end
local old = call('ZRANGEBYSCORE', failed, '-inf', now - tonumber(ARGV[6]), 'LIMIT', 0, 100)
if #old > 0 then
  call('ZREM', failed, unpack(old))
  forget(old)
end
local tail = call('LRANGE', completed, -100, -1)
if #tail > 0 then
  local names, over = {}, 0
  for i = 1, #tail do names[i] = tag .. 'end:' .. tail[#tail + 1 - i] end
  for i, record in ipairs(call('MGET', unpack(names))) do
    local ended = record and tonumber(string.match(record, ',(%d+)%]$')) or 0
    if ended > now - tonumber(ARGV[5]) then break end
    over = i
  end
  if over > 0 then
    local ids = {}
    for i = 1, over do ids[i] = tail[#tail + 1 - i] end
    call('LTRIM', completed, 0, -over - 1)
    forget(ids)
  end
end
return { 'swept', victims }
