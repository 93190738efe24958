#!lua flags=allow-oom
-- list: one page of the jobs in a state, in the order in which they stand there. Looks at a bounded number of entries.
-- KEYS delayed prioritized tries gone workers graves parked
-- ARGV tag state order want scan source position anchor name text data
--   order: oldest | newest; want: how many jobs at most; scan: how many entries are looked at, at most;
--   source, position, anchor: where the page before ended, '' at the beginning; name: the job name as JSON, or '';
--   text: what the error or the reason contains, in small letters, or ''; data: 1 to send the messages whole
-- RETURNS { now, source, position, anchor, rows }, where the source is '' when there is nothing behind this page
--   row: { id, name as JSON, added at, score or claim, source, tries or '', record or its end or '', message or '', body or '' }
-- The keys that hold a state are built from the tag.
local call = redis.call
local delayed, prioritized, tries, gone, workers, graves, parked = unpack(KEYS)
local tag, state, want, scan = ARGV[1], ARGV[2], tonumber(ARGV[4]), tonumber(ARGV[5])
local newest = ARGV[3] == 'newest'
local MOST_BYTES, REACH, LONGEST_NAME, LONGEST_ERROR = 1048576, 100000, 1023, 16383
local LISTS = { waiting = 'waiting', suspect = 'suspects', completed = 'completed', parked = 'parked' }
local ENDED = { completed = true, failed = true, cancelled = true, expired = true }
call('ZCARD', delayed)
call('ZCARD', prioritized)
local tried = call('HLEN', tries) > 0
local husks = call('HLEN', gone) > 0
local wids = call('HKEYS', workers)
for _, wid in ipairs(call('ZRANGE', graves, 0, -1)) do wids[#wids + 1] = wid end
local names = call('HKEYS', parked)

-- Byte by byte, as sorted sets compare: `<` goes by the language of the server.
local function before(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end

-- The keys in which the state stands, the oldest jobs first as far as that is known.
local function sources()
  local all = {}
  if state == 'parked' then
    for _, name in ipairs(names) do all[#all + 1] = 'parked:' .. name end
  elseif state == 'active' or state == 'waiting' then
    for _, wid in ipairs(wids) do all[#all + 1] = (state == 'active' and 'active:' or 'pending:') .. wid end
  end
  if state ~= 'parked' and state ~= 'active' then all[#all + 1] = LISTS[state] or state end
  table.sort(all, before)
  if not newest then return all end
  local turned = {}
  for i = #all, 1, -1 do turned[#turned + 1] = all[i] end
  return turned
end

-- Where to go on in a list. Entries come and go at its ends alone, so the anchor stands where it stood, or has moved with them.
local function resume(key, at, old, anchor)
  local length = call('LLEN', key)
  local moved = length - old
  if anchor ~= '' then
    for _, place in ipairs({ at - 1, at - 1 + moved }) do
      if place >= 0 and call('LINDEX', key, newest and place or -1 - place) == anchor then return place + 1 end
    end
    local place = call('LPOS', key, anchor, 'RANK', newest and 1 or -1, 'MAXLEN', REACH)
    if place then return (newest and place or length - 1 - place) + 1 end
  end
  if newest then return at + math.max(0, moved) end
  -- It was taken, and what stood before it too.
  return at <= REACH and 0 or math.max(0, at + math.min(0, moved))
end

local function of_list(key, position, anchor, most)
  local at, old = string.match(position, '^(%d+):(%d+)$')
  at = at and resume(key, tonumber(at), tonumber(old), anchor) or 0
  local ids, length, entries = {}, call('LLEN', key), {}
  if newest then ids = call('LRANGE', key, at, at + most - 1) elseif at < length then ids = call('LRANGE', key, -at - most, -at - 1) end
  for i = 1, #ids do
    entries[i] = { newest and ids[i] or ids[#ids + 1 - i], '', at + i, length }
  end
  return entries
end

-- How many members stand before this score and member, whether or not it is still there itself.
local function rank_of(key, score, member)
  local low, high = call('ZCOUNT', key, '-inf', '(' .. score), call('ZCOUNT', key, '-inf', score)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if before(call('ZRANGE', key, middle, middle)[1], member) then low = middle + 1 else high = middle end
  end
  return low
end

local function of_set(key, position, anchor, most)
  local flat, entries
  if newest then
    local from = 0
    if position ~= '' then from = call('ZCARD', key) - rank_of(key, position, anchor) end
    flat = call('ZREVRANGE', key, from, from + most - 1, 'WITHSCORES')
  else
    local from = 0
    if position ~= '' then
      from = rank_of(key, position, anchor)
      if call('ZRANGE', key, from, from)[1] == anchor then from = from + 1 end
    end
    flat = call('ZRANGE', key, from, from + most - 1, 'WITHSCORES')
  end
  entries = {}
  for i = 1, #flat, 2 do entries[#entries + 1] = { flat[i], flat[i + 1], flat[i + 1] } end
  return entries
end

-- What a worker holds, by the number of the claim.
local function of_worker(key, position, _, most)
  local flat, all, entries, from = call('HGETALL', key), {}, {}, tonumber(position)
  for i = 1, #flat, 2 do
    local claim = tonumber(string.match(flat[i + 1], '^%d+'))
    if not from or (newest and claim < from) or (not newest and claim > from) then all[#all + 1] = { flat[i], claim } end
  end
  table.sort(all, function(a, b) if newest then return a[2] > b[2] end return a[2] < b[2] end)
  for i = 1, math.min(most, #all) do
    local claim = string.format('%d', all[i][2])
    entries[i] = { all[i][1], claim, claim }
  end
  return entries
end

local function is_running(id)
  for _, wid in ipairs(wids) do if call('HEXISTS', tag .. 'active:' .. wid, id) == 1 then return true end end
  return false
end

-- An entry that `gone` counts is an empty husk, unless a job of the same id has come here since.
local function is_husk(id)
  if tonumber(call('HGET', gone, id) or 0) == 0 then return false end
  if call('EXISTS', tag .. 'end:' .. id) == 1 or call('ZSCORE', delayed, id) or call('ZSCORE', prioritized, id) then return true end
  local text = call('HGET', tries, id) or '0 0 -'
  local lives = string.find(text, ' h', 1, true) and 'parked' or tonumber(string.match(text, '^%d+ (%d+)')) >= 2 and 'suspect' or 'waiting'
  return lives ~= state or is_running(id)
end

-- The name at the head of a message, as JSON; none where a newer version wrote it.
local function name_of(message)
  local at = 2
  if string.byte(message) ~= 34 then return '""' end
  while true do
    local found = string.find(message, '["\\]', at)
    if not found then return '""' end
    if string.byte(message, found) == 34 then return string.sub(message, 1, found) end
    at = found + 2
  end
end

-- Whether the error (its name, message and code, not its stack) or the reason contains the text.
local function says(id, text)
  local record = call('GETRANGE', tag .. 'end:' .. id, 0, LONGEST_ERROR)
  local told = string.match(record, '^%[%d+,"failed",{"name":"(.*)$')
  if told then
    told = string.sub(told, 1, (string.find(told, '","stack":"', 1, true) or string.find(told, '"},"', 1, true) or 0) - 1)
    told = string.gsub(string.gsub(told, '","message":"', '\n', 1), '","code":"', '\n', 1)
  else
    told = string.match(record, '^%[%d+,"%a+","(.-)","') or ''
  end
  return string.find(string.lower(told), text, 1, true) ~= nil
end

local rows, seen, bytes = {}, {}, 0
local function consider(entry, source)
  local id = entry[1]
  if id == '' or seen[id] then return end
  local head = call('GETRANGE', tag .. 'job:' .. id, 0, LONGEST_NAME)
  if head == '' then return end
  local name = name_of(head)
  if ARGV[9] ~= '' and name ~= ARGV[9] then return end
  if ENDED[state] then
    if string.match(call('GETRANGE', tag .. 'end:' .. id, 0, 20), '"(%a+)"') ~= state then return end
    if ARGV[10] ~= '' and not says(id, ARGV[10]) then return end
  elseif husks and LISTS[state] and is_husk(id) then
    return
  end
  seen[id] = true
  local record, message, body = '', '', ''
  if state == 'completed' then
    record = call('GETRANGE', tag .. 'end:' .. id, -100, -1)
  elseif ENDED[state] then
    record = call('GET', tag .. 'end:' .. id)
  end
  local text = tried and call('HGET', tries, id) or ''
  if ARGV[11] == '1' then
    message = call('GET', tag .. 'job:' .. id)
    if string.match(text, '^%d+ %d+ %a*b') then body = call('GET', tag .. 'body:' .. id) or '' end
  end
  -- A head that is shorter than it may be is the whole.
  local tail = #head <= LONGEST_NAME and head or call('GETRANGE', tag .. 'job:' .. id, -16, -1)
  local added = string.match(tail, '(%d+)$') or '0'
  rows[#rows + 1] = { id, name, added, entry[2], source, text, record, message, body }
  bytes = bytes + #record + #message + #body
end

local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local looked, from, started = 0, ARGV[6], ARGV[6] == ''
local walk = state == 'active' and of_worker or LISTS[state] and of_list or of_set
-- Parked jobs of one name stand in one list; a name that JSON writes in another way is looked for in all.
local plain = state == 'parked' and string.match(ARGV[9], '^"([^\\]+)"$')
local shelf = plain and 'parked:' .. plain
for _, source in ipairs(sources()) do
  -- A source that is no longer there is passed over: the next one begins at its beginning.
  local here = source == from
  if not started and (here or (newest and before(source, from)) or (not newest and before(from, source))) then started = true end
  if started and (not shelf or source == shelf) then
    local position, anchor = here and ARGV[7] or '', here and ARGV[8] or ''
    for _, entry in ipairs(walk(tag .. source, position, anchor, scan - looked)) do
      looked = looked + 1
      consider(entry, source)
      if #rows >= want or looked >= scan or bytes > MOST_BYTES then
        local place = entry[4] and string.format('%d:%d', entry[3], entry[4]) or entry[3]
        return { now, source, place, entry[1], rows }
      end
    end
  end
end
return { now, '', '', '', rows }
