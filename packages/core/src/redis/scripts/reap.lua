#!lua flags=allow-oom
-- reap: put the jobs of a worker that died, or that leaves, back where they came from; a bounded number a call.
-- KEYS leases workers graves waiting prioritized suspects pending active tries failed cancelled orders meta stats
-- ARGV tag victim reason reaper maxCrashes limit
--   reason: 'died' (judged here, by the server's clock) | 'left' (the worker itself says so: no crash is counted)
-- RETURNS { 'unfit' } the reaper's lease is not fresh, or it has not been here undisturbed for a full lease
--   { 'alive' } | { 'reaped', unclaimed, recovered, suspected, failed, how many are left for the next call }
local call = redis.call
local leases, workers, graves, waiting, prioritized, suspects, pending, active, tries, failed, cancelled, orders, meta, stats = unpack(KEYS)
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

-- PART crash
-- PART let-go
call('LLEN', waiting)
call('ZCARD', prioritized)
call('LLEN', suspects)
call('HLEN', tries)
call('ZCARD', failed)
call('ZCARD', cancelled)
local ordered = call('HLEN', orders) > 0
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

local front, free, recovered, suspected, lost, events, marked = {}, 0, 0, 0, 0, {}, false

-- The end of a job: its record, its place, what it held.
local function finish(id, state, set, outcome, attempts, crashes, flags, words)
  call('SET', tag .. 'end:' .. id, '[1,"' .. state .. '",' .. outcome .. ',"' .. victim .. '",' .. attempts .. ',0,' .. stamp .. ']')
  call('ZADD', set, stamp, id)
  call('HINCRBY', stats, state, 1)
  let_go(tag, tries, now, id, attempts .. ' ' .. crashes .. ' ' .. flags .. words)
  lost = lost + (state == 'failed' and 1 or 0)
  events[#events + 1] = state .. ' ' .. id
end

local entries = {}
for i = 1, #claims, 2 do entries[#entries + 1] = { claims[i], claims[i + 1] } end
-- The oldest claim goes back last, so that it is the next one out.
table.sort(entries, function(a, b) return a[2] > b[2] end)
for _, entry in ipairs(entries) do
  local id, held = entry[1], entry[2]
  local attempts, crashes, flags, words = string.match(call('HGET', tries, id) or '0 0 -', '^(%d+) (%d+) (%S+)(.*)$')
  -- A suspect that ran in a process of its own did not end this one, or not as a handler does: it counts no crash for
  -- what a neighbour may have done. It is marked, and runs with nobody near the next time, where a death is its own.
  local apart = string.find(held, 'o', 1, true)
  local crashed = reason == 'died' and not apart
  local died = tonumber(crashes) + (crashed and 1 or 0)
  local order = ordered and call('HGET', orders, id)
  call('HDEL', active, id)
  if order then call('HDEL', orders, id) end
  local early = string.find(held, 'e', 1, true)
  if crashed and not early then flags = note_crash(tag, id, died, victim, stamp, flags) end
  if order then
    finish(id, 'cancelled', cancelled, string.match(order, ' (.*)$'), attempts, died, flags, words)
  elseif early or died >= max_crashes then
    local why = early and reason .. ' and it was acknowledged early' or 'died ' .. died .. ' times'
    finish(id, 'failed', failed, worker_died(why), attempts, died, flags, words)
  else
    -- It had been taken, so it was started in time.
    words = string.gsub(words, ' x%d+', '')
    if apart and reason == 'died' and not string.find(words, ' d', 1, true) then words = words .. ' d' end
    if reason == 'died' or words ~= '' then call('HSET', tries, id, attempts .. ' ' .. died .. ' ' .. flags .. words) end
    local priority, arrival = string.match(words, ' p(-?%d+):(-?%d+)')
    if died >= 2 then
      call('RPUSH', suspects, id)
      suspected = suspected + 1
    elseif priority then
      call('ZADD', prioritized, string.format('%d', priority * 4398046511104 + 2199023255552 + arrival), id)
      marked = true
    else
      front[#front + 1] = id
    end
    local key = string.match(words, ' us(%S+)')
    if key then call('SET', tag .. 'unique:' .. key, id, 'NX') end
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
if (suspected > 0 or marked) and call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
-- By pcall: what a user may not announce must not leave the rest half done.
if #events > 0 then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\n' .. table.concat(events, '\n')) end
return { 'reaped', free, recovered, suspected, lost, call('LLEN', pending) + call('HLEN', active) }
