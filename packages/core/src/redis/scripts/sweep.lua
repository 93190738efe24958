#!lua flags=allow-oom
-- sweep: once an interval for the whole fleet, find whom to reap.
-- KEYS leases workers graves meta
-- ARGV tag wid intervalMs graveMs
-- RETURNS { 'rest' } somebody swept a moment ago, or { 'swept', victims: expired, without a lease, or graves that hold something }
local call = redis.call
local leases, workers, graves, meta = unpack(KEYS)
local tag, interval, grave_age = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local swept, cursor = unpack(call('HMGET', meta, 'sweptAt', 'graveCursor'))
local ago = now - tonumber(swept or 0)
if not call('ZSCORE', leases, ARGV[2]) or (ago >= 0 and ago < interval) then return { 'rest' } end
call('HLEN', workers)
call('ZCARD', graves)
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

return { 'swept', victims }
