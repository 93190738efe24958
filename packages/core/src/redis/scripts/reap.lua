#!lua flags=allow-oom
-- reap: put the jobs of a worker that died, or that leaves, back where they came from; a bounded number a call.
-- KEYS leases workers graves waiting suspects pending active tries failed meta stats
-- ARGV tag victim reason reaper maxCrashes limit
--   reason: 'died' (judged here, by the server's clock) | 'left' (the worker itself says so: no crash is counted)
-- RETURNS { 'unfit' } the reaper's lease is not fresh, or it has not been here undisturbed for a full lease
--   { 'alive' } | { 'reaped', unclaimed, recovered, suspected, failed, how many are left for the next call }
local call = redis.call
local leases, workers, graves, waiting, suspects, pending, active, tries, failed, meta, stats = unpack(KEYS)
local tag, victim, reason, reaper, max_crashes, limit = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stamp = string.format('%d', now)

local function about(wid)
  local since, lease = string.match(call('HGET', workers, wid) or '', '^(%d+) (%d+) ')
  return tonumber(since), tonumber(lease)
end

if reason == 'died' then
  local mine, since, lease = call('ZSCORE', leases, reaper), about(reaper)
  if not mine or not since or tonumber(mine) <= now or now - since < lease then return { 'unfit' } end
  local theirs = call('ZSCORE', leases, victim)
  if theirs and tonumber(theirs) > now then
    local _, length = about(victim)
    length = length or lease
    -- A lease further ahead than it is long comes from a clock that was ahead: it is cut, so that it can end.
    if tonumber(theirs) > now + length then call('ZADD', leases, string.format('%d', now + length), victim) end
    return { 'alive' }
  end
end

call('LLEN', waiting)
call('LLEN', suspects)
call('HLEN', tries)
call('ZCARD', failed)
call('HLEN', stats)
call('ZCARD', graves)
call('HLEN', workers)
call('ZCARD', leases)
call('HLEN', meta)
local moved = call('LRANGE', pending, -limit, -1)
-- Any of them: a scan from the start would find nothing more once the first thousand buckets of a large hash are empty.
local claims = call('HRANDFIELD', active, limit, 'WITHVALUES')

-- Fenced from here on: nothing that the worker still sends can change anything.
call('ZREM', leases, victim)
call('HDEL', workers, victim)
call('ZADD', graves, 'NX', stamp, victim)
if call('HGET', meta, 'drainer') == victim then call('HDEL', meta, 'drainer') end

local front, free, recovered, suspected, lost, events = {}, 0, 0, 0, 0, {}
local entries = {}
for i = 1, #claims, 2 do entries[#entries + 1] = { claims[i], claims[i + 1] } end
-- The oldest claim goes back last, so that it is the next one out.
table.sort(entries, function(a, b) return a[2] > b[2] end)
for _, entry in ipairs(entries) do
  local id, held = entry[1], entry[2]
  local attempts, crashes, flags = string.match(call('HGET', tries, id) or '0 0 -', '^(%d+) (%d+) (%S+)$')
  local died = tonumber(crashes) + (reason == 'died' and 1 or 0)
  call('HDEL', active, id)
  local early = string.find(held, 'e', 1, true)
  if early or died >= max_crashes then
    local why = early and 'its worker ' .. reason .. ' and it was acknowledged early' or 'its worker died ' .. died .. ' times'
    call('SET', tag .. 'end:' .. id, '[1,"failed",{"name":"WorkerDiedError","message":"' .. why .. '","code":"ERR_WORKER_DIED"},"' .. victim .. '",' .. attempts .. ',0,' .. stamp .. ']')
    call('ZADD', failed, stamp, id)
    call('HINCRBY', stats, 'failed', 1)
    if flags == '-' then call('HDEL', tries, id) end
    lost = lost + 1
    events[#events + 1] = 'failed ' .. id
  else
    if reason == 'died' then call('HSET', tries, id, attempts .. ' ' .. died .. ' ' .. flags) end
    if died >= 2 then
      call('RPUSH', suspects, id)
      suspected = suspected + 1
    else
      front[#front + 1] = id
    end
    recovered = recovered + 1
    events[#events + 1] = 'recovered ' .. id
  end
end
for i = 1, #moved do
  if moved[i] ~= '' then
    front[#front + 1] = moved[i]
    free = free + 1
  end
end
if #moved > 0 then call('LTRIM', pending, 0, -#moved - 1) end
if recovered > 0 and reason == 'died' then call('HINCRBY', stats, 'recovered', recovered) end
if #front > 0 then call('RPUSH', waiting, unpack(front)) end
if suspected > 0 and call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
-- By pcall: what a user may not announce must not leave the rest half done.
if #events > 0 then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\n' .. table.concat(events, '\n')) end
return { 'reaped', free, recovered, suspected, lost, call('LLEN', pending) + call('HLEN', active) }
