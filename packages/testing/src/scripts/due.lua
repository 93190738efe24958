-- due: is there anything that a worker of this queue would do now, and if not, when will there be?
-- KEYS waiting prioritized delayed suspects expiring fleeting workers limits meta
-- ARGV tag
-- RETURNS { 1 or 0: there is something to do now, ms to what comes next or -1 }
local call = redis.call
local waiting, prioritized, delayed, suspects, expiring, fleeting, workers, limits, meta = unpack(KEYS)
local tag = ARGV[1]
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local soonest

local function comes(at)
  if at and (not soonest or tonumber(at) < soonest) then soonest = tonumber(at) end
end

-- An empty entry only wakes workers: it is no job.
local function has_job(list)
  for _, id in ipairs(call('LRANGE', list, -16, -1)) do
    if id ~= '' then return true end
  end
  return false
end

local held = false
for _, worker in ipairs(call('HKEYS', workers)) do
  held = held or has_job(tag .. 'pending:' .. worker) or call('HLEN', tag .. 'active:' .. worker) > 0
end
local waits = has_job(waiting) or call('ZCARD', prioritized) > 0 or call('LLEN', suspects) > 0
local paused = call('HGET', meta, 'paused')
local ready = waits and not paused
local rate, per, tokens, at = unpack(call('HMGET', limits, 'rate', 'per', 'tokens', 'tokensAt'))
if ready and rate then
  local bucket = math.min(tonumber(rate), tonumber(tokens or rate) + math.max(0, now - tonumber(at or now)) * rate / per)
  ready = bucket + 1e-6 >= 1
  if not ready then comes(now + math.ceil((1 - bucket) * per / rate)) end
end
for _, set in ipairs({ delayed, expiring, fleeting }) do comes(call('ZRANGE', set, 0, 0, 'WITHSCORES')[2]) end
local due = soonest and soonest <= now
return { (held or ready or due) and 1 or 0, soonest and math.max(0, math.ceil(soonest - now)) or -1 }
