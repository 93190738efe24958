#!lua flags=allow-oom
-- exchange: the one hot call. Settle what completed, promote what is due, adopt what was moved, take what there is room for.
-- KEYS waiting prioritized delayed suspects pending active leases tries completed meta stats gone orders parked
-- ARGV tag wid want mode keepCompleted adopting, ids, held values and records of what completed (each joined: by spaces,
--   the records by line ends, so that one argument carries a batch), then `adopting` ids (-1: whatever was moved).
--   mode: 'a' in it: nothing is in hand here, a suspect may be taken; 'e' in it: claims are acknowledged early;
--   'q' in it: this worker takes nothing any more, so it empties its hands for no suspect;
--   'o' or 'b' in it: suspects have a place of their own here (a process), which is free, or busy
-- RETURNS { 'fenced' } with nothing written, or
--   { 'ok', now, ms to the next due job or -1, note, stale ids, ids joined by spaces, number of the first claim,
--     suffix of the held values, what follows it in the first, messages joined by line ends, tries (empty when none),
--     gate, ms until it may be open again or -1 }
--   note: 'more' (something may be left to take) | 'empty' | 'suspect' (took one, alone) | 'drain' (get your hands empty for a suspect)
--   gate: '' (no limits) | 'open' | 'paused' | 'rate' | 'concurrency'
-- Longer than other scripts: it is one step, and a step that was parted would be one round trip more for every job.
-- Keys that few jobs need (end, failed, expired, expiring, fleeting, unique, limits, workers) are built from the tag.
local call = redis.call
local waiting, prioritized, delayed, suspects, pending, active, leases, tries, completed, meta, stats, gone, orders, parked = unpack(KEYS)
local tag, wid, want, mode = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local adopting = tonumber(ARGV[6])
-- PART let-go
-- One value of over 64 bytes makes Redis keep a hash as a table. In the compact encoding, which large batches would else
-- stay in, each of their fields is searched from the start: measured at 200 claims, a fifth of this script's time.
local BATCH, PADDING = 16, string.rep('.', 50)
-- A place in `prioritized`: the priority in steps of 2^42, and in the middle of its step the order of arrival.
local STEP, MIDDLE = 4398046511104, 2199023255552
-- How long a worker waits before it asks again whether others have freed a place under the concurrency limit.
local CONCURRENCY_POLL = 250

-- Reads and checks, before the first write: a key of a wrong type fails here.
if not call('ZSCORE', leases, wid) then return { 'fenced' } end
local time = call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)
local stamp = string.format('%d', now)
local due = call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, 100)
local suspected, tried, husks = call('LLEN', suspects), call('HLEN', tries) > 0, call('HLEN', gone) > 0
local ranked, ordered, shelved = call('ZCARD', prioritized), call('HLEN', orders) > 0, call('HLEN', parked) > 0
local marks = call('HMGET', meta, 'claims', 'drainer', 'window', 'paused', 'limited')
call('LLEN', waiting)
call('LLEN', pending)
call('LLEN', completed)
call('HLEN', stats)
call('HLEN', active)
local closing = ',' .. stamp .. ']'
local stale, events = {}, {}

-- A job whose workers died twice runs alone, also when it comes from a delay.
local function is_suspect(text) return text and tonumber(string.match(text, '^%d+ (%d+)')) >= 2 end

-- Frees everything of completed ids past their retention. An entry that `gone` counts is one of a job that was removed.
local function forget(ids)
  local ends, shells, trash, flags = {}, {}, {}, tried and call('HMGET', tries, unpack(ids)) or {}
  for i = 1, #ids do
    ends[i] = tag .. 'end:' .. ids[i]
    shells[i] = 'completed ' .. ids[i]
  end
  local all, left = call('EXISTS', unpack(ends)) == #ids, {}
  local counts = husks and call('HMGET', gone, unpack(shells)) or {}
  for i = 1, #ids do
    local id = ids[i]
    local shell = left[id] or tonumber(counts[i] or 0)
    left[id] = shell - 1
    if shell > 0 then
      if call('HINCRBY', gone, shells[i], -1) <= 0 then call('HDEL', gone, shells[i]) end
      call('HINCRBY', stats, 'completedHusks', -1)
    elseif all or call('EXISTS', ends[i]) == 1 then
      trash[#trash + 1] = ends[i]
      trash[#trash + 1] = tag .. 'job:' .. id
      if flags[i] then
        trash[#trash + 1] = tag .. 'body:' .. id
        trash[#trash + 1] = tag .. 'run:' .. id
        trash[#trash + 1] = tag .. 'log:' .. id
        call('HDEL', tries, id)
      end
    end
  end
  if #trash > 0 then call('UNLINK', unpack(trash)) end
end

-- 1. Settle: the token decides. What completed goes in one batch.
if ARGV[7] ~= '' then
  local ids, tokens, ended, records, n, i = {}, {}, {}, {}, 0, 0
  for id in string.gmatch(ARGV[7], '%S+') do
    i = i + 1
    ids[i] = id
  end
  i = 0
  for token in string.gmatch(ARGV[8], '%S+') do
    i = i + 1
    tokens[i] = token
  end
  local held = call('HMGET', active, unpack(ids))
  i = 0
  for record in string.gmatch(ARGV[9], '[^\n]+') do
    i = i + 1
    if held[i] == tokens[i] then
      n = n + 1
      ended[n] = ids[i]
      records[2 * n - 1] = tag .. 'end:' .. ids[i]
      records[2 * n] = record .. closing
    else
      stale[#stale + 1] = ids[i]
    end
  end
  if n > 0 then
    if tried then
      local texts = call('HMGET', tries, unpack(ended))
      for i = 1, n do if texts[i] then let_go(tag, tries, now, ended[i], texts[i], true) end end
    end
    if ordered then call('HDEL', orders, unpack(ended)) end
    call('HDEL', active, unpack(ended))
    call('MSET', unpack(records))
    local kept = call('LPUSH', completed, unpack(ended))
    local total = call('HINCRBY', stats, 'completed', n)
    events[1] = 'completed ' .. table.concat(ended, ' ')
    -- Retention by count. `window` holds two marks in the running total, so that what ended within the resend window
    -- (a producer may still repeat its add) can be told by its place in the list and is spared.
    local spared, next_total, next_at = string.match(marks[3] or '', '^(%d+) (%d+) (%d+)$')
    spared, next_total, next_at = tonumber(spared or 0), tonumber(next_total or 0), tonumber(next_at or 0)
    if now - next_at >= RESEND_WINDOW or next_at > now then
      if next_at <= now then spared = next_total end
      next_total = total
      call('HSET', meta, 'window', string.format('%d %d %d', spared, next_total, now))
    end
    local over = math.min(kept - tonumber(ARGV[5]), spared - (total - kept), 1500)
    if over > 0 then
      local old = call('LRANGE', completed, -over, -1)
      call('LTRIM', completed, 0, -over - 1)
      forget(old)
    end
  end
end

-- 2. Promote what is due.
if #due > 0 then
  call('ZREM', delayed, unpack(due))
  local texts, plain, urgent = tried and call('HMGET', tries, unpack(due)) or {}, {}, {}
  for i = 1, #due do
    local id, text = due[i], texts[i]
    local priority = text and tonumber(string.match(text, ' p(-?%d+)'))
    if is_suspect(text) then
      suspected = call('LPUSH', suspects, id)
    elseif priority then
      local arrival = call('HINCRBY', meta, 'arrivals', 1)
      if string.find(text, ' f', 1, true) then arrival = -arrival end
      call('HSET', tries, id, (string.gsub(text, ' p%S+', string.format(' p%d:%d', priority, arrival))))
      call('ZADD', prioritized, string.format('%d', priority * STEP + MIDDLE + arrival), id)
      ranked = ranked + 1
    elseif text and string.find(text, ' f', 1, true) then
      urgent[#urgent + 1] = id
    else
      plain[#plain + 1] = id
    end
  end
  if #plain > 0 then call('LPUSH', waiting, unpack(plain)) end
  if #urgent > 0 then call('RPUSH', waiting, unpack(urgent)) end
  if #plain + #urgent < #due and call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
  events[#events + 1] = 'waiting ' .. table.concat(due, ' ')
end
local soonest = call('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2]
local wait = soonest and math.max(0, tonumber(soonest) - now) or -1

-- 3. The gates: how many may be claimed at all.
local room, gate, opens = 1e9, '', -1
local bucket, rate, per
if marks[4] then
  room, gate = 0, 'paused'
elseif marks[5] then
  local limits = call('HMGET', tag .. 'limits', 'rate', 'per', 'tokens', 'tokensAt', 'concurrency')
  gate = 'open'
  if limits[5] then
    local running = 0
    for _, worker in ipairs(call('HKEYS', tag .. 'workers')) do running = running + call('HLEN', tag .. 'active:' .. worker) end
    room = math.max(0, tonumber(limits[5]) - running)
  end
  if limits[1] then
    rate, per = tonumber(limits[1]), tonumber(limits[2])
    bucket = math.min(rate, tonumber(limits[3] or rate) + math.max(0, now - tonumber(limits[4] or now)) * rate / per)
    room = math.min(room, math.floor(bucket + 1e-6))
  end
end

-- 4. What to claim: what was adopted; then a suspect and nothing beside it, or parked jobs that this worker has the handler of, urgent
-- ones, waiting ones, and the rest of the prioritized, as many as there is room for.
local candidates, note, popped, alone, apart, left_suspect = {}, nil, 0, false, false, false
local moved, returned = {}, {}
if adopting ~= 0 then
  local all = call('LRANGE', pending, -100, -1)
  for i = #all, 1, -1 do
    moved[all[i]] = true
    if adopting < 0 and all[i] ~= '' then candidates[#candidates + 1] = all[i] end
  end
  for i = 10, 9 + adopting do
    local id = ARGV[i]
    if id ~= '' and moved[id] then
      moved[id] = nil
      candidates[#candidates + 1] = id
    end
  end
  -- A gate that closed while the read was blocked: what it moved goes back.
  while #candidates > room do
    returned[#returned + 1] = table.remove(candidates)
  end
end
local adopted = #candidates
if suspected > 0 and want > 0 and room > 0 then
  local drainer, oldest = marks[2], call('LINDEX', suspects, -1)
  -- In a process of its own it harms nobody, whatever else is in hand. Only one whose worker died meanwhile runs with
  -- nobody near: what it does to the machine, or its neighbours have done, can be told apart in no other way.
  local own = string.find(mode, '[ob]') and not string.find(call('HGET', tries, oldest) or '', ' d', 1, true)
  if own then
    local free = string.find(mode, 'o', 1, true)
    apart, left_suspect = free and adopted == 0, free and adopted > 0
  end
  if apart or not own and string.find(mode, 'a', 1, true) and adopted == 0 then
    alone = true
    candidates[1] = oldest
  elseif own then
    -- A later call takes it, or another worker; this one need not empty its hands.
    if drainer == wid then call('HDEL', meta, 'drainer') end
  elseif not drainer or drainer == wid or not call('ZSCORE', leases, drainer) then
    if drainer ~= wid then call('HSET', meta, 'drainer', wid) end
    note = 'drain'
  end
elseif marks[2] == wid and (suspected == 0 or string.find(mode, 'q', 1, true)) then
  call('HDEL', meta, 'drainer')
end
local reach = math.min(want, room)
local taking = not alone and note ~= 'drain'
local shelf, left_parked = {}, false
if shelved and taking then
  local handlers = string.match(call('HGET', tag .. 'workers', wid) or '', '^%d+ %d+ (%S+) ') or ''
  for _, name in ipairs(call('HKEYS', parked)) do
    if string.find(handlers, ':' .. name .. ':', 1, true) or (handlers == ':*:' and not string.find(name, ':', 1, true)) then
      local free = reach - #candidates
      local ids = free > 0 and call('LRANGE', tag .. 'parked:' .. name, -free, -1) or {}
      for i = #ids, 1, -1 do candidates[#candidates + 1] = ids[i] end
      if #ids > 0 then shelf[#shelf + 1] = { name, #ids } end
      left_parked = left_parked or free <= 0 or call('LLEN', tag .. 'parked:' .. name) > #ids
    end
  end
end
-- From here on to `plain` come ids of lists, among which there may be husks; a sorted set has none.
local listed = #candidates
local first = {}
if ranked > 0 and taking and reach > #candidates then
  -- A marker must not take the place of what is prioritized: it would be pushed anew, and met again, for ever.
  while call('LINDEX', waiting, -1) == '' do call('RPOP', waiting) end
  first = call('ZRANGEBYSCORE', prioritized, '-inf', '(0', 'LIMIT', 0, reach - #candidates)
end
if taking and reach > #candidates + #first then
  local ids = call('LRANGE', waiting, #candidates + #first - reach, -1)
  popped = #ids
  for i = popped, 1, -1 do candidates[#candidates + 1] = ids[i] end
end
local last = {}
if ranked > #first and taking and reach > #candidates + #first then
  last = call('ZRANGEBYSCORE', prioritized, 0, '+inf', 'LIMIT', 0, reach - #candidates - #first)
end

-- Markers go, husks go and are uncounted.
local ids, n, dropped, drops = {}, 0, {}, 0
local counts = husks and #candidates > 0 and call('HMGET', gone, unpack(candidates)) or {}
local function consider(from, to)
  for i = from, to do
    local id = candidates[i]
    if id ~= '' then
      if counts[i] and tonumber(counts[i]) > (dropped[id] or 0) then
        dropped[id] = (dropped[id] or 0) + 1
        drops = drops + 1
      else
        n = n + 1
        ids[n] = id
      end
    end
  end
end
consider(1, listed)
for i = 1, #first do ids[n + i] = first[i] end
n = n + #first
consider(listed + 1, #candidates)
for i = 1, #last do ids[n + i] = last[i] end
n = n + #last

-- Off the straight path: what has expired ends here, what gave its unique key up to the start gives it back.
local texts, overdue = {}, {}
if tried and n > 0 then
  local found, kept, k = call('HMGET', tries, unpack(ids)), {}, 0
  for i = 1, n do
    local expiry = found[i] and tonumber(string.match(found[i], ' x(%d+)'))
    if expiry and expiry <= now then
      overdue[#overdue + 1] = { ids[i], found[i] }
    else
      k = k + 1
      kept[k], texts[k] = ids[i], found[i]
    end
  end
  ids, n = kept, k
end
local names = {}
for i = 1, n do names[i] = tag .. 'job:' .. ids[i] end
local found = n > 0 and call('MGET', unpack(names))

-- 5. From here on nothing can fail any more: pop what was peeked, and claim.
for i = 1, adopted do call('LREM', pending, -1, candidates[i]) end
for i = 1, #returned do call('LREM', pending, -1, returned[i]) end
if #returned > 0 then call('RPUSH', waiting, unpack(returned)) end
if moved[''] then call('LREM', pending, 0, '') end
for i = 1, #shelf do
  call('LTRIM', tag .. 'parked:' .. shelf[i][1], 0, -shelf[i][2] - 1)
  if call('HINCRBY', parked, shelf[i][1], -shelf[i][2]) <= 0 then call('HDEL', parked, shelf[i][1]) end
end
if popped > 0 then call('LTRIM', waiting, 0, -popped - 1) end
if #first > 0 then call('ZREM', prioritized, unpack(first)) end
if #last > 0 then call('ZREM', prioritized, unpack(last)) end
if alone then call('RPOP', suspects) end
if alone and marks[2] == wid then call('HDEL', meta, 'drainer') end
for id, times in pairs(dropped) do
  if call('HINCRBY', gone, id, -times) <= 0 then call('HDEL', gone, id) end
end
if drops > 0 then call('HINCRBY', stats, 'husks', -drops) end
for i = 1, #overdue do
  local id, text = unpack(overdue[i])
  local record = string.format('[1,"expired","not started in time","%s",%s,0%s', wid, string.match(text, '^%d+'), closing)
  call('SET', tag .. 'end:' .. id, record)
  call('ZADD', tag .. 'expired', stamp, id)
  call('ZREM', tag .. 'expiring', id)
  call('HINCRBY', stats, 'expired', 1)
  let_go(tag, tries, now, id, text)
  events[#events + 1] = 'expired ' .. id
end
local messages, claim, suffix, padding = {}, 0, '', ''
if n > 0 then
  local all, claims = true, {}
  for i = 1, n do if not found[i] then all = false end end
  if all then
    messages = found
  else
    -- A message that is missing for no reason ends as failed.
    local present, known = {}, {}
    for i = 1, n do
      if found[i] then
        present[#present + 1] = ids[i]
        known[#present] = texts[i]
        messages[#messages + 1] = found[i]
      else
        call('SET', tag .. 'end:' .. ids[i], '[1,"failed",{"name":"MessageMissingError","message":"the message of this job is missing","code":"ERR_MESSAGE_MISSING"},"' .. wid .. '",0,0' .. closing)
        call('ZADD', tag .. 'failed', stamp, ids[i])
        call('HDEL', tries, ids[i])
        call('HINCRBY', stats, 'failed', 1)
        events[#events + 1] = 'failed ' .. ids[i]
      end
    end
    ids, n, texts = present, #present, known
  end
  if n > 0 then
    claim = math.max(tonumber(marks[1] or 0) + 1, micros)
    suffix = (alone and 's' or '') .. (apart and 'o' or '') .. (string.find(mode, 'e', 1, true) and 'e' or '')
    for i = 1, n do
      claims[2 * i - 1] = ids[i]
      claims[2 * i] = string.format('%d', claim + i - 1) .. suffix
      if texts[i] then
        local key = string.match(texts[i], ' us(%S+)')
        if key and call('GET', tag .. 'unique:' .. key) == ids[i] then call('DEL', tag .. 'unique:' .. key) end
        if string.find(texts[i], ' x', 1, true) then call('ZREM', tag .. 'expiring', ids[i]) end
        if string.find(texts[i], ' h', 1, true) then
          texts[i] = string.gsub(texts[i], ' h', '')
          if texts[i] == '0 0 -' then call('HDEL', tries, ids[i]) else call('HSET', tries, ids[i], texts[i]) end
        end
      end
    end
    if n >= BATCH then
      padding = PADDING
      claims[2] = claims[2] .. padding
    end
    call('HSET', meta, 'claims', string.format('%d', claim + n - 1))
    call('HSET', active, unpack(claims))
    events[#events + 1] = 'active ' .. table.concat(ids, ' ')
  end
end
if bucket and n > 0 then
  bucket = bucket - n
  call('HSET', tag .. 'limits', 'tokens', string.format('%.6f', bucket), 'tokensAt', stamp)
end
if gate == 'open' and room - n <= 0 then
  if bucket and bucket < 1 then
    gate, opens = 'rate', math.ceil((1 - bucket) * per / rate)
  else
    gate, opens = 'concurrency', CONCURRENCY_POLL
  end
end
-- By pcall: what a user may not announce must not leave the rest half done.
if #events > 0 then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\n' .. table.concat(events, '\n')) end
local rest = call('LLEN', waiting)
ranked = ranked - #first - #last
-- What is prioritized wakes no blocked read: a marker does, while there is more of it.
if rest == 0 and ranked > 0 and (gate == '' or gate == 'open') then rest = call('LPUSH', waiting, '') end
if alone and not apart and n > 0 then
  note = 'suspect'
elseif not note then
  note = (rest > 0 or left_parked or apart or left_suspect) and 'more' or 'empty'
end
if not tried then texts = {} end
for i = 1, tried and n or 0 do texts[i] = texts[i] or false end
return { 'ok', now, wait, note, stale, table.concat(ids, ' '), claim, suffix, padding, table.concat(messages, '\n'), texts, gate, opens }
