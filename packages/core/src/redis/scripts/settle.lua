#!lua flags=allow-oom
-- settle: end claims with any verdict but `completed`, which the exchange that follows settles for a whole batch at once.
-- KEYS waiting prioritized delayed suspects active leases tries failed cancelled expiring orders parked stats
-- ARGV tag wid, then (id, held, verdict, amount, record)
--   verdict: failed (record: the terminal record, open at its end) | retry (amount: ms; record: of the attempt, open likewise)
--   | postponed (amount: ms) | released (amount: 1 when the handler had begun) | parked (record: the name of the job)
--   | crashed: the process of its own died in which a suspect ran (amount: how many crashes there may be; record: its run time, ms)
-- RETURNS { 'fenced' } with nothing written, or { 'ok', stale ids, ids that ended as cancelled because somebody had ordered it }
local call = redis.call
local waiting, prioritized, delayed, suspects, active, leases, tries, failed, cancelled, expiring, orders, parked, stats = unpack(KEYS)
local tag, wid = ARGV[1], ARGV[2]
-- PART crash
-- PART let-go
if not call('ZSCORE', leases, wid) then return { 'fenced' } end
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stamp = string.format('%d', now)
local closing = ',' .. stamp .. ']'
local ordered = call('HLEN', orders) > 0
call('LLEN', waiting)
call('ZCARD', prioritized)
call('ZCARD', delayed)
call('LLEN', suspects)
call('HLEN', active)
call('HLEN', tries)
call('ZCARD', failed)
call('ZCARD', cancelled)
call('ZCARD', expiring)
call('HLEN', parked)
call('HLEN', stats)
local stale, stopped, events, names = {}, {}, {}, {}

local function note(id, attempts, crashes, flags, words)
  call('HSET', tries, id, string.format('%d %d %s%s', attempts, crashes, flags, words))
end

local function with(flags, letter)
  if string.find(flags, letter, 1, true) then return flags end
  return (flags == '-' and '' or flags) .. letter
end

-- The end of a job: its record, its place, what it held.
local function finish(id, state, set, record, text)
  call('SET', tag .. 'end:' .. id, record)
  call('ZADD', set, stamp, id)
  call('HINCRBY', stats, state, 1)
  let_go(tag, tries, now, id, text)
  events[#events + 1] = state .. ' ' .. id
end

local function put_back(id, held, words)
  local priority, arrival = string.match(words, ' p(-?%d+):(-?%d+)')
  if string.find(held, 's', 1, true) then
    call('RPUSH', suspects, id)
  elseif priority then
    call('ZADD', prioritized, string.format('%d', priority * 4398046511104 + 2199023255552 + arrival), id)
    if call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
  else
    call('RPUSH', waiting, id)
  end
end

-- What has not begun can still expire, and what gave its unique key back at the start takes it again if it is free.
local function unstart(id, words)
  local expiry, key = string.match(words, ' x(%d+)'), string.match(words, ' us(%S+)')
  if expiry then call('ZADD', expiring, expiry, id) end
  if key then call('SET', tag .. 'unique:' .. key, id, 'NX') end
end

-- The same as when its worker dies: at the last crash that there may be it fails, else it goes behind the other suspects.
local function crash(id, attempts, crashes, flags, words, most, run_ms)
  flags = note_crash(tag, id, crashes, wid, stamp, flags)
  if crashes >= most then
    local outcome = worker_died('died ' .. crashes .. ' times')
    local text = string.format('[1,"failed",%s,"%s",%d,%d%s', outcome, wid, attempts, run_ms, closing)
    return finish(id, 'failed', failed, text, string.format('%d %d %s%s', attempts, crashes, flags, words))
  end
  words = string.gsub(words, ' x%d+', '')
  note(id, attempts, crashes, flags, words)
  unstart(id, words)
  call('LPUSH', suspects, id)
  if call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
  call('HINCRBY', stats, 'recovered', 1)
  events[#events + 1] = 'recovered ' .. id
end

local function settle(id, held, verdict, amount, record)
  if call('HGET', active, id) ~= held then
    stale[#stale + 1] = id
    return
  end
  call('HDEL', active, id)
  local tried = call('HGET', tries, id) or '0 0 -'
  local attempts, crashes, flags, words = string.match(tried, '^(%d+) (%d+) (%S+)(.*)$')
  attempts, crashes = tonumber(attempts), tonumber(crashes)
  local order = ordered and call('HGET', orders, id)
  if order then
    call('HDEL', orders, id)
    stopped[#stopped + 1] = id
    local text = string.format('[1,"cancelled",%s,"%s",%d,0,%s]', string.match(order, ' (.*)$'), wid, attempts, stamp)
    return finish(id, 'cancelled', cancelled, text, tried)
  elseif verdict == 'failed' then
    return finish(id, 'failed', failed, record .. closing, tried)
  elseif verdict == 'crashed' then
    return crash(id, attempts, crashes + 1, flags, words, tonumber(amount), record)
  elseif verdict == 'released' then
    if amount == '1' and string.find(words, ' x', 1, true) then
      words = string.gsub(words, ' x%d+', '')
      note(id, attempts, crashes, flags, words)
    end
    put_back(id, held, words)
    unstart(id, words)
  elseif verdict == 'parked' then
    note(id, attempts, crashes, flags, words .. ' h')
    unstart(id, words)
    names[record] = names[record] or {}
    table.insert(names[record], 1, id)
  else
    if verdict == 'retry' then
      attempts, flags = attempts + 1, with(flags, 'r')
      call('HSET', tag .. 'run:' .. id, 'a' .. attempts, record .. closing)
      call('HDEL', tag .. 'run:' .. id, 'a' .. attempts - HISTORY)
    end
    if verdict == 'retry' or string.find(words, ' x', 1, true) then
      words = string.gsub(words, ' x%d+', '')
      note(id, attempts, crashes, flags, words)
    end
    call('ZADD', delayed, string.format('%d', now + tonumber(amount)), id)
  end
  events[#events + 1] = verdict .. ' ' .. id
end

-- From the last to the first: what is released together goes back in its order.
for i = #ARGV - 4, 3, -5 do settle(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]) end
for name, ids in pairs(names) do
  call('LPUSH', tag .. 'parked:' .. name, unpack(ids))
  call('HINCRBY', parked, name, #ids)
end
-- By pcall: what a user may not announce must not leave the rest half done.
for name in pairs(names) do redis.pcall('PUBLISH', tag .. 'control', 'parked ' .. name) end
if #events > 0 then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\n' .. table.concat(events, '\n')) end
return { 'ok', stale, stopped }
