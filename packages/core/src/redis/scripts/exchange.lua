#!lua flags=allow-oom
-- exchange: the one hot call. Settle what ended, promote what is due, adopt what was moved, take what there is room for.
-- Every step works on the whole batch with one variadic command; ids are peeked, messages read, and only then popped.
-- KEYS waiting delayed suspects pending active leases tries completed failed meta stats gone
-- ARGV tag wid want mode keepCompleted keepFailed adopting, ids, held values and records of what completed (each joined:
--   by spaces, the records by line ends, so that one argument carries a batch), then `adopting` ids (-1: whatever was moved),
--   then (id, held, verdict, amount, record) for the other verdicts.
--   mode: 'a' in it: nothing is in hand here, a suspect may be taken; 'e' in it: claims are acknowledged early
--   verdict: failed | retry (amount: ms) | postponed (amount: ms) | released
-- RETURNS { 'fenced' } with nothing written, or
--   { 'ok', now, ms to the next due job or -1, note, stale ids, ids joined by spaces, number of the first claim,
--     suffix of the held values, what follows it in the first, messages joined by line ends, tries (empty when none) }
--   note: 'more' (waiting is not empty) | 'empty' | 'suspect' (took one, alone) | 'drain' (get your hands empty for a suspect)
local call = redis.call
local waiting, delayed, suspects, pending, active, leases, tries, completed, failed, meta, stats, gone = unpack(KEYS)
local tag, wid, want, mode = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local adopting = tonumber(ARGV[7])
local RESEND_WINDOW = 10000
-- One value of over 64 bytes makes Redis keep a hash as a table. In the compact encoding, which large batches would else
-- stay in, each of their fields is searched from the start: measured at 200 claims, a fifth of this script's time.
local BATCH, PADDING = 16, string.rep('.', 50)

-- Reads and checks, before the first write: a key of a wrong type fails here.
if not call('ZSCORE', leases, wid) then return { 'fenced' } end
local time = call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)
local stamp = string.format('%d', now)
local due = call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, 100)
local suspected, tried, husks = call('LLEN', suspects), call('HLEN', tries) > 0, call('HLEN', gone) > 0
local marks = call('HMGET', meta, 'claims', 'drainer', 'window')
call('LLEN', waiting)
call('LLEN', pending)
call('LLEN', completed)
call('ZCARD', failed)
call('HLEN', stats)
call('HLEN', active)
local closing = ',' .. stamp .. ']'
local stale, events = {}, {}

-- A job whose workers died twice runs alone, also when it comes from a delay.
local function is_suspect(text) return text and tonumber(string.match(text, '^%d+ (%d+)')) >= 2 end

-- Frees everything of ids past their retention. Without a terminal record an id has been added again: it is spared.
local function forget(ids)
  local ends, trash, flags = {}, {}, tried and call('HMGET', tries, unpack(ids)) or {}
  for i = 1, #ids do ends[i] = tag .. 'end:' .. ids[i] end
  local all = call('EXISTS', unpack(ends)) == #ids
  for i = 1, #ids do
    if all or call('EXISTS', ends[i]) == 1 then
      trash[#trash + 1] = ends[i]
      trash[#trash + 1] = tag .. 'job:' .. ids[i]
      if flags[i] then
        trash[#trash + 1] = tag .. 'body:' .. ids[i]
        trash[#trash + 1] = tag .. 'run:' .. ids[i]
        call('HDEL', tries, ids[i])
      end
    end
  end
  if #trash > 0 then call('UNLINK', unpack(trash)) end
end

-- 1. Settle: the token decides. What completed goes in one batch.
if ARGV[8] ~= '' then
  local ids, tokens, ended, records, n, i = {}, {}, {}, {}, 0, 0
  for id in string.gmatch(ARGV[8], '%S+') do
    i = i + 1
    ids[i] = id
  end
  i = 0
  for token in string.gmatch(ARGV[9], '%S+') do
    i = i + 1
    tokens[i] = token
  end
  local held = call('HMGET', active, unpack(ids))
  i = 0
  for record in string.gmatch(ARGV[10], '[^\n]+') do
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
      for i = 1, n do if texts[i] and string.sub(texts[i], -1) == '-' then call('HDEL', tries, ended[i]) end end
    end
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

-- The other verdicts, one by one: they are off the straight path.
local function settle(id, held, verdict, amount, record)
  if call('HGET', active, id) ~= held then
    stale[#stale + 1] = id
    return
  end
  call('HDEL', active, id)
  local attempts, crashes, flags = string.match(call('HGET', tries, id) or '0 0 -', '^(%d+) (%d+) (%S+)$')
  if verdict == 'failed' then
    call('SET', tag .. 'end:' .. id, record .. closing)
    call('ZADD', failed, stamp, id)
    call('HINCRBY', stats, 'failed', 1)
    if flags == '-' then call('HDEL', tries, id) end
  elseif verdict == 'released' then
    call('RPUSH', string.find(held, 's', 1, true) and suspects or waiting, id)
  else
    if verdict == 'retry' then
      call('HSET', tries, id, string.format('%d %s %s', attempts + 1, crashes, flags))
      tried = true
    end
    call('ZADD', delayed, string.format('%d', now + tonumber(amount)), id)
  end
  events[#events + 1] = verdict .. ' ' .. id
end
-- From the last to the first: what is released together goes back in its order.
for i = #ARGV - 4, 11 + adopting, -5 do settle(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]) end
local over = call('ZCARD', failed) - tonumber(ARGV[6])
if over > 0 then
  local old = call('ZRANGEBYSCORE', failed, '-inf', now - RESEND_WINDOW, 'LIMIT', 0, math.min(over, 100))
  if #old > 0 then
    call('ZREM', failed, unpack(old))
    forget(old)
  end
end

-- 2. Promote what is due.
if #due > 0 then
  call('ZREM', delayed, unpack(due))
  local texts, plain = tried and call('HMGET', tries, unpack(due)) or {}, {}
  for i = 1, #due do
    if is_suspect(texts[i]) then
      suspected = call('LPUSH', suspects, due[i])
    else
      plain[#plain + 1] = due[i]
    end
  end
  if #plain > 0 then call('LPUSH', waiting, unpack(plain)) end
  if #plain < #due and call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
  events[#events + 1] = 'waiting ' .. table.concat(due, ' ')
end
local soonest = call('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2]
local wait = soonest and math.max(0, tonumber(soonest) - now) or -1

-- 3. What to claim: what was adopted, and then a suspect alone or as much of waiting as there is room for.
local candidates, note, popped, alone = {}, nil, 0, false
local moved = {}
if adopting ~= 0 then
  local all = call('LRANGE', pending, -100, -1)
  for i = #all, 1, -1 do
    moved[all[i]] = true
    if adopting < 0 and all[i] ~= '' then candidates[#candidates + 1] = all[i] end
  end
  for i = 11, 10 + adopting do
    local id = ARGV[i]
    if id ~= '' and moved[id] then
      moved[id] = nil
      candidates[#candidates + 1] = id
    end
  end
end
local adopted = #candidates
if suspected > 0 and want > 0 then
  local drainer = marks[2]
  if string.find(mode, 'a', 1, true) and adopted == 0 then
    alone = true
    candidates[1] = call('LINDEX', suspects, -1)
  elseif not drainer or drainer == wid or not call('ZSCORE', leases, drainer) then
    if drainer ~= wid then call('HSET', meta, 'drainer', wid) end
    note = 'drain'
  end
elseif suspected == 0 and marks[2] == wid then
  call('HDEL', meta, 'drainer')
end
if want > adopted and not alone and note ~= 'drain' then
  local ids = call('LRANGE', waiting, adopted - want, -1)
  popped = #ids
  for i = popped, 1, -1 do candidates[#candidates + 1] = ids[i] end
end

-- Markers go, husks go and are uncounted, and a message that is missing for no reason ends as failed.
local names, ids, n = {}, {}, 0
local counts = husks and #candidates > 0 and call('HMGET', gone, unpack(candidates)) or {}
local dropped = {}
for i = 1, #candidates do
  local id = candidates[i]
  if id ~= '' then
    if counts[i] and tonumber(counts[i]) > (dropped[id] or 0) then
      dropped[id] = (dropped[id] or 0) + 1
    else
      n = n + 1
      ids[n] = id
      names[n] = tag .. 'job:' .. id
    end
  end
end
local messages, texts, claim, suffix, padding = {}, {}, 0, '', ''
local found = n > 0 and call('MGET', unpack(names))

-- 4. From here on nothing can fail any more: pop what was peeked, and claim.
for i = 1, adopted do call('LREM', pending, -1, candidates[i]) end
if moved[''] then call('LREM', pending, 0, '') end
if popped > 0 then call('LTRIM', waiting, 0, -popped - 1) end
if alone then call('RPOP', suspects) end
if alone and marks[2] == wid then call('HDEL', meta, 'drainer') end
for id, times in pairs(dropped) do
  if call('HINCRBY', gone, id, -times) <= 0 then call('HDEL', gone, id) end
end
if n > 0 then
  local all, claims = true, {}
  for i = 1, n do if not found[i] then all = false end end
  if all then
    messages = found
  else
    local present = {}
    for i = 1, n do
      if found[i] then
        present[#present + 1] = ids[i]
        messages[#messages + 1] = found[i]
      else
        call('SET', tag .. 'end:' .. ids[i], '[1,"failed",{"name":"MessageMissingError","message":"the message of this job is missing","code":"ERR_MESSAGE_MISSING"},"' .. wid .. '",0,0' .. closing)
        call('ZADD', failed, stamp, ids[i])
        call('HDEL', tries, ids[i])
        call('HINCRBY', stats, 'failed', 1)
        events[#events + 1] = 'failed ' .. ids[i]
      end
    end
    ids, n = present, #present
  end
  if n > 0 then
    claim = math.max(tonumber(marks[1] or 0) + 1, micros)
    suffix = (alone and 's' or '') .. (string.find(mode, 'e', 1, true) and 'e' or '')
    for i = 1, n do
      claims[2 * i - 1] = ids[i]
      claims[2 * i] = string.format('%d', claim + i - 1) .. suffix
    end
    if n >= BATCH then
      padding = PADDING
      claims[2] = claims[2] .. padding
    end
    call('HSET', meta, 'claims', string.format('%d', claim + n - 1))
    call('HSET', active, unpack(claims))
    if tried then texts = call('HMGET', tries, unpack(ids)) end
    events[#events + 1] = 'active ' .. table.concat(ids, ' ')
  end
end
-- By pcall: what a user may not announce must not leave the rest half done.
if #events > 0 then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\n' .. table.concat(events, '\n')) end
if alone and n > 0 then
  note = 'suspect'
elseif not note then
  note = call('LLEN', waiting) > 0 and 'more' or 'empty'
end
return { 'ok', now, wait, note, stale, table.concat(ids, ' '), claim, suffix, padding, table.concat(messages, '\n'), texts }
