-- enqueue: add jobs whose ids are not taken; a call that is sent twice adds nothing twice.
-- KEYS waiting delayed tries limits
-- ARGV tag, ids and texts of jobs whose ids the producer has made (each joined: by spaces, the texts by line ends; none
--   stands twice), then (id, text, due, body, words, hold, conflict) for the others.
--   text: the message, to which its time is added; due: '' now, '+ms' from now, or Redis ms; body: '' or data kept apart;
--   words: as in `tries`, with the expiry as 'x+ms' from now; hold: ms that a unique key is held at most, or '';
--   conflict: keep | replace, when the unique key is taken
-- RETURNS { now, ids that were taken, ids refused because the queue is full, ids whose unique key is taken each followed by its holder }
-- Not allowed at maxmemory: its first write is then refused and nothing is changed.
-- Keys that few jobs need (prioritized, expiring, unique, gone, and what a full queue drops) are built from the tag.
local call = redis.call
-- PART let-go
local waiting, delayed, tries, limits = unpack(KEYS)
local tag = ARGV[1]
local STEP, MIDDLE, MOST = 4398046511104, 2199023255552, 1000
local waits = call('LLEN', waiting)
local depth = call('HMGET', limits, 'depth', 'onFull')
local soonest
if #ARGV > 3 then
  call('HLEN', tries)
  soonest = call('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2]
end
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stamp = string.format('%d', now)
local closing = ',' .. stamp
local ready, ids, taken, refused, holders, n, added = {}, {}, {}, {}, {}, 0, 0
local room, size = 1e15, 0
if depth[1] then
  -- Neither husks nor the mark that wakes a worker are jobs.
  size = waits - tonumber(call('HGET', tag .. 'stats', 'husks') or 0) - (call('LINDEX', waiting, -1) == '' and 1 or 0)
  size = size + call('ZCARD', delayed) + call('ZCARD', tag .. 'prioritized')
  if depth[2] ~= 'dropOldest' then room = math.max(0, tonumber(depth[1]) - size) end
end

if ARGV[2] ~= '' then
  local names, pairs, i = {}, {}, 0
  for id in string.gmatch(ARGV[2], '%S+') do
    i = i + 1
    names[i] = id
    pairs[2 * i - 1] = tag .. 'job:' .. id
  end
  i = 0
  for text in string.gmatch(ARGV[3], '[^\n]+') do
    i = i + 1
    pairs[2 * i] = text .. closing
  end
  -- All at once where none is taken; one by one where a call was sent twice, or the queue may be full.
  if i <= room and call('MSETNX', unpack(pairs)) == 1 then
    ready, n = names, i
  else
    for k = 1, i do
      if n >= room and call('EXISTS', pairs[2 * k - 1]) == 0 then
        refused[#refused + 1] = names[k]
      elseif call('SET', pairs[2 * k - 1], pairs[2 * k], 'NX') then
        n = n + 1
        ready[n] = names[k]
      else
        taken[#taken + 1] = names[k]
      end
    end
  end
  for k = 1, n do ids[k] = ready[k] end
end
added = n

local sooner, marked, urgent = false, false, {}

-- Puts an id where it begins: at once, in the order of its priority, or when it is due.
local function enter(id, due, words)
  local at = string.byte(due) == 43 and now + tonumber(string.sub(due, 2)) or tonumber(due)
  local priority, first = tonumber(string.match(words, ' p(-?%d+)')), string.find(words, ' f', 1, true)
  if at and at > now then
    call('ZADD', delayed, string.format('%d', at), id)
    if not soonest or at < tonumber(soonest) then soonest, sooner = at, true end
  elseif priority then
    local arrival = call('HINCRBY', tag .. 'meta', 'arrivals', 1)
    if first then arrival = -arrival end
    call('ZADD', tag .. 'prioritized', string.format('%d', priority * STEP + MIDDLE + arrival), id)
    words = string.gsub(words, ' p%S+', string.format(' p%d:%d', priority, arrival))
    marked = true
  elseif first then
    urgent[#urgent + 1] = id
  else
    n = n + 1
    ready[n] = id
  end
  return words
end

local function is_running(id)
  for _, wid in ipairs(call('HKEYS', tag .. 'workers')) do
    if call('HEXISTS', tag .. 'active:' .. wid, id) == 1 then return true end
  end
  for _, wid in ipairs(call('ZRANGE', tag .. 'graves', 0, -1)) do
    if call('HEXISTS', tag .. 'active:' .. wid, id) == 1 then return true end
  end
  return false
end

-- Debounce: a job that has not started gets the new data, and its delay begins anew.
local function swap(id, text, due, body)
  if call('EXISTS', tag .. 'end:' .. id) == 1 or is_running(id) then return end
  local attempts, crashes, flags, words = string.match(call('HGET', tries, id) or '0 0 -', '^(%d+) (%d+) (%S+)(.*)$')
  call('SET', tag .. 'job:' .. id, text .. closing)
  if body == '' and string.find(flags, 'b', 1, true) then call('UNLINK', tag .. 'body:' .. id) end
  flags = string.gsub(flags, '[b-]', '')
  if body ~= '' then
    call('SET', tag .. 'body:' .. id, body)
    flags = flags .. 'b'
  end
  local at = string.byte(due) == 43 and now + tonumber(string.sub(due, 2)) or tonumber(due)
  local waited = call('ZREM', delayed, id) == 1 or call('ZREM', tag .. 'prioritized', id) == 1
  if not waited and at and at > now then
    call('HINCRBY', tag .. 'gone', id, 1)
    call('HINCRBY', tag .. 'stats', 'husks', 1)
    words = string.gsub(words, ' h', '')
    waited = true
  end
  if waited then words = enter(id, due, words) end
  call('HSET', tries, id, attempts .. ' ' .. crashes .. ' ' .. (flags == '' and '-' or flags) .. words)
end

for i = 4, #ARGV, 7 do
  local id, text, due, body, words, hold, conflict = unpack(ARGV, i, i + 6)
  local lock, key, holder = nil, string.match(words, ' u%a(%S+)'), nil
  local known = call('EXISTS', tag .. 'job:' .. id) == 1
  if key and not known then
    lock = tag .. 'unique:' .. key
    holder = call('GET', lock)
    -- A lock whose job has ended or is not there any more holds nobody up, unless it stands for a window of time.
    if holder and string.find(words, ' u[se]') and (call('EXISTS', tag .. 'job:' .. holder) == 0 or call('EXISTS', tag .. 'end:' .. holder) == 1) then
      holder = nil
    end
  end
  if known then
    taken[#taken + 1] = id
  elseif holder then
    holders[#holders + 1] = id
    holders[#holders + 1] = holder
    if conflict == 'replace' then swap(holder, text, due, body) end
  elseif added >= room then
    refused[#refused + 1] = id
  else
    call('SET', tag .. 'job:' .. id, text .. closing)
    added = added + 1
    ids[added] = id
    local expiry = string.match(words, ' x%+(%d+)')
    if expiry then
      expiry = string.format('%d', now + tonumber(expiry))
      words = string.gsub(words, ' x%S+', ' x' .. expiry)
      call('ZADD', tag .. 'expiring', expiry, id)
    end
    if lock and hold ~= '' then call('SET', lock, id, 'PX', hold) elseif lock then call('SET', lock, id) end
    words = enter(id, due, words)
    if body ~= '' then call('SET', tag .. 'body:' .. id, body) end
    if body ~= '' or words ~= '' then call('HSET', tries, id, '0 0 ' .. (body ~= '' and 'b' or '-') .. words) end
  end
end

for i = 1, n, MOST do call('LPUSH', waiting, unpack(ready, i, math.min(i + MOST - 1, n))) end
if #urgent > 0 then call('RPUSH', waiting, unpack(urgent)) end
-- A full queue that drops: the oldest that waits, else what has the least priority, else what is due first.
local dropped = {}
local over = depth[2] == 'dropOldest' and math.min(size + added - tonumber(depth[1]), MOST) or 0
while over > 0 do
  local id = call('RPOP', waiting) or call('ZPOPMAX', tag .. 'prioritized')[1] or call('ZPOPMIN', delayed)[1]
  if not id then break end
  over = over - 1
  local text = id ~= '' and (call('HGET', tries, id) or '0 0 -')
  if id ~= '' and tonumber(call('HGET', tag .. 'gone', id) or 0) > 0 then
    if call('HINCRBY', tag .. 'gone', id, -1) <= 0 then call('HDEL', tag .. 'gone', id) end
    call('HINCRBY', tag .. 'stats', 'husks', -1)
  elseif id ~= '' then
    call('SET', tag .. 'end:' .. id, '[1,"expired","dropped","",' .. string.match(text, '^%d+') .. ',0,' .. stamp .. ']')
    call('ZADD', tag .. 'expired', stamp, id)
    call('ZREM', tag .. 'expiring', id)
    call('HINCRBY', tag .. 'stats', 'expired', 1)
    let_go(tag, tries, now, id, text)
    dropped[#dropped + 1] = id
  end
end
-- What is prioritized, or due before all others, must wake a worker that sleeps: "" means only "look again".
if (sooner or marked) and call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
-- By pcall: what a user may not announce must not leave the rest half done.
if added > 0 then
  local text = stamp .. '\nadded ' .. table.concat(ids, ' ')
  if #dropped > 0 then text = text .. '\nexpired ' .. table.concat(dropped, ' ') end
  redis.pcall('PUBLISH', tag .. 'events', text)
end
return { now, taken, refused, holders }
