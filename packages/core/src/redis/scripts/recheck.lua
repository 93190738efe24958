#!lua flags=allow-oom
-- recheck: count in how many places a job is, lists included, and put it right. It searches lists: for suspicions alone, one at a time.
-- KEYS waiting prioritized delayed suspects workers graves tries completed gone parked meta stats
-- ARGV tag id repair, then further keys (without the tag) of lists and claims that no worker and no name leads to
-- RETURNS { 'fine' } | { 'unsure' } a list is too long to be searched | { code, where, 1 when it was repaired }
local call = redis.call
local waiting, prioritized, delayed, suspects, workers, graves, tries, completed, gone, parked, meta, stats = unpack(KEYS)
local tag, id, repair = ARGV[1], ARGV[2], ARGV[3] == '1'
-- Searching that many takes some 3 ms.
local SEARCHED = 100000
-- PART make-due
for _, key in ipairs({ waiting, suspects, completed }) do call('LLEN', key) end
for _, key in ipairs({ prioritized, delayed, graves }) do call('ZCARD', key) end
for _, key in ipairs({ workers, tries, gone, parked, meta, stats }) do call('HLEN', key) end
local lists, wids, places, entries, length = { 'waiting', 'suspects' }, call('HKEYS', workers), {}, 0, 0
for _, wid in ipairs(call('ZRANGE', graves, 0, -1)) do wids[#wids + 1] = wid end
for _, wid in ipairs(wids) do lists[#lists + 1] = 'pending:' .. wid end
for _, name in ipairs(call('HKEYS', parked)) do lists[#lists + 1] = 'parked:' .. name end
local known = {}
for _, name in ipairs(lists) do known[name] = true end
for i = 4, #ARGV do
  local wid = string.match(ARGV[i], '^active:(.+)$')
  if wid and call('ZSCORE', graves, wid) == false and call('HEXISTS', workers, wid) == 0 then
    wids[#wids + 1] = wid
  elseif not wid and not known[ARGV[i]] then
    lists[#lists + 1] = ARGV[i]
  end
end

local record = call('GETRANGE', tag .. 'end:' .. id, 0, 30)
local state = string.match(record, '^%[%d+,"(%a+)"')
for _, name in ipairs(lists) do length = length + call('LLEN', tag .. name) end
if length > SEARCHED or (state == 'completed' and call('LLEN', completed) > SEARCHED) then return { 'unsure' } end
for _, name in ipairs(lists) do
  for _ in ipairs(call('LPOS', tag .. name, id, 'COUNT', 0)) do
    entries = entries + 1
    places[#places + 1] = name
  end
end
for _, name in ipairs({ 'delayed', 'prioritized' }) do
  if call('ZSCORE', tag .. name, id) then places[#places + 1] = name end
end
for _, wid in ipairs(wids) do
  if call('HEXISTS', tag .. 'active:' .. wid, id) == 1 then places[#places + 1] = 'active:' .. wid end
end
if state then places[#places + 1] = 'ended' end
local husks = tonumber(call('HGET', gone, id) or 0)
local where, surplus = table.concat(places, ', '), #places - husks - 1

local function count_husks(count)
  if count > 0 then call('HSET', gone, id, count) else call('HDEL', gone, id) end
  call('HINCRBY', stats, 'husks', count - husks)
end

if husks > entries then
  if repair then count_husks(entries) end
  return { 'surplus-husk', where, repair and 1 or 0 }
elseif surplus > 0 and entries > husks then
  if repair then count_husks(husks + math.min(surplus, entries - husks)) end
  return { 'double-entry', where, repair and 1 or 0 }
elseif #places == husks and call('EXISTS', tag .. 'job:' .. id) == 1 then
  if repair then
    local text = call('HGET', tries, id)
    if text and string.find(text, ' h', 1, true) then
      text = string.gsub(text, ' h', '')
      call('HSET', tries, id, text)
    end
    if make_due(waiting, prioritized, suspects, tries, meta, id, text) and call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
  end
  return { 'lost-job', '', repair and 1 or 0 }
elseif state == 'completed' and not call('LPOS', completed, id) then
  if repair then call('LPUSH', completed, id) end
  return { 'unlisted-end', 'completed', repair and 1 or 0 }
end
return { 'fine' }
