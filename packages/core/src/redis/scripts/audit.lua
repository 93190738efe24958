#!lua flags=allow-oom
-- audit: look at a part of one place of a queue, and at all that belongs to what stands there, in one step: what is told was so.
-- KEYS waiting prioritized delayed suspects workers leases graves tries completed failed cancelled expired expiring gone orders parked schedules ticks limits meta stats
-- ARGV tag place cursor limit repair
--   place: a key without its tag, 'roster' (who may hold jobs), 'sums', 'sum:<name>' (what is parked under a name); repair: 1 puts right what can be
-- RETURNS { next cursor ('' at the end of what is scanned), what stands there (in `gone`: with a number above 1 behind it), then (code, id, where, 1 when it was repaired) for each finding }
local call = redis.call
local waiting, prioritized, delayed, suspects, workers, leases, graves, tries, completed, failed, cancelled, expired, expiring, gone, orders, parked, schedules, ticks, limits, meta, stats = unpack(KEYS)
local tag, place, cursor, limit, repair = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5] == '1'
local SUMMED = 1000
for _, key in ipairs({ waiting, suspects, completed }) do call('LLEN', key) end
for _, key in ipairs({ prioritized, delayed, leases, graves, failed, cancelled, expired, expiring, ticks }) do call('ZCARD', key) end
for _, key in ipairs({ workers, tries, gone, orders, parked, schedules, limits, meta, stats }) do call('HLEN', key) end
local kind, of = string.match(place, '^(%a+):?(.*)$')
local key, sets = tag .. place, { failed = failed, cancelled = cancelled, expired = expired }
local found, time = {}, call('TIME')
local stamp = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))

local function tell(code, id, where, fix)
  if repair and fix then fix() end
  for _, part in ipairs({ code, id, where, repair and fix and 1 or 0 }) do found[#found + 1] = part end
end

local function has(what, id) return call('EXISTS', tag .. what .. ':' .. id) == 1 end
local function state_of(id) return string.match(call('GETRANGE', tag .. 'end:' .. id, 0, 30), '^%[%d+,"(%a+)"') end

local roster, holders = call('HKEYS', workers), {}
for _, wid in ipairs(call('ZRANGE', graves, 0, -1)) do roster[#roster + 1] = wid end
for _, wid in ipairs(roster) do
  if call('HLEN', tag .. 'active:' .. wid) > 0 then holders[#holders + 1] = 'active:' .. wid end
end

-- Where else a job is that has not ended, of the places that need not be searched.
local function elsewhere(id)
  for _, name in ipairs({ 'delayed', 'prioritized' }) do
    if name ~= place and call('ZSCORE', tag .. name, id) then return name end
  end
  for _, name in ipairs(holders) do
    if name ~= place and call('HEXISTS', tag .. name, id) == 1 then return name end
  end
end

local function leave_husk(field, counter)
  return function()
    call('HINCRBY', gone, field, 1)
    call('HINCRBY', stats, counter, 1)
  end
end

-- What stands where jobs wait or run. The place that need not be searched is the true one.
local function look_at_living(id, fix)
  local other = elsewhere(id)
  if has('end', id) then
    tell('ended-entry', id, place, fix)
  elseif not has('job', id) then
    -- A worker that meets it ends it as failed.
    tell('no-message', id, place)
  elseif kind == 'active' then
    -- Where else it may be, the walk of that place tells it.
    if other and string.find(other, '^active') then tell('double-claim', id, place .. ' and ' .. other) end
  elseif other and not (place == 'prioritized' and other == 'delayed') then
    tell('double-entry', id, place .. ' and ' .. other, fix)
  end
end

local function look_at_ended(id, fix)
  local state = state_of(id)
  if not state then
    tell('no-record', id, place, (not has('job', id) or elsewhere(id)) and fix or nil)
  elseif state ~= place then
    tell('wrong-set', id, place, function()
      fix()
      if sets[state] then call('ZADD', sets[state], 'NX', stamp, id) end
    end)
  end
end

local function look_at_list()
  local ids = call('LRANGE', key, cursor, cursor + limit - 1)
  for _, id in ipairs(ids) do
    local field = place == 'completed' and 'completed ' .. id or id
    -- Where husks are counted, which entry is one cannot be told.
    if id ~= '' and not call('HGET', gone, field) then
      if place == 'completed' then
        look_at_ended(id, leave_husk(field, 'completedHusks'))
      else
        look_at_living(id, leave_husk(field, 'husks'))
      end
    end
  end
  return '', ids
end

local function compare(counter, field, right)
  local count = tonumber(call('HGET', counter, field) or 0)
  if count == right then return end
  tell('wrong-sum', '', string.format('%s counts %d, and it is %d', field, count, right), function()
    if right == 0 then call('HDEL', counter, field) else call('HSET', counter, field, right) end
  end)
end

local function look_at_sums()
  if call('HLEN', gone) <= SUMMED then
    local sums, counts = { husks = 0, completedHusks = 0 }, call('HGETALL', gone)
    for i = 1, #counts, 2 do
      local name = string.find(counts[i], '^completed ') and 'completedHusks' or 'husks'
      sums[name] = sums[name] + tonumber(counts[i + 1])
    end
    for name, sum in pairs(sums) do compare(stats, name, sum) end
  end
  local limited = call('HEXISTS', limits, 'rate') == 1 or call('HEXISTS', limits, 'concurrency') == 1
  if limited ~= (call('HGET', meta, 'limited') and true or false) then
    tell('wrong-flag', '', 'limited', function()
      if limited then call('HSET', meta, 'limited', 1) else call('HDEL', meta, 'limited') end
    end)
  end
end

-- What hangs on a job, and goes with it.
local HANGS = {
  tries = { 'tries-without-job', 'HDEL', function(id) return has('job', id) end },
  orders = { 'order-without-job', 'HDEL', function(id) return has('job', id) and not has('end', id) end },
  expiring = { 'expiry-without-job', 'ZREM', function(id) return has('job', id) and not has('end', id) end },
  ticks = { 'tick-without-schedule', 'ZREM', function(id) return call('HEXISTS', schedules, id) == 1 end },
}

local function scan(command)
  local onward, flat = unpack(call(command, key, cursor, 'COUNT', limit))
  local ids = {}
  for i = 1, #flat, 2 do
    local id = flat[i]
    if place ~= 'gone' or not string.find(id, ' ', 1, true) then
      ids[#ids + 1] = place == 'gone' and flat[i + 1] ~= '1' and id .. ' ' .. flat[i + 1] or id
    end
    local hangs = HANGS[place]
    if hangs and not hangs[3](id) then
      tell(hangs[1], id, place, function() call(hangs[2], key, id) end)
    elseif sets[place] then
      look_at_ended(id, function() call('ZREM', key, id) end)
    elseif kind == 'active' then
      look_at_living(id, function() call('HDEL', key, id) end)
    elseif place == 'prioritized' or place == 'delayed' then
      look_at_living(id, function() call('ZREM', key, id) end)
    end
  end
  return onward == '0' and '' or onward, ids
end

local onward, ids = '', {}
if place == 'roster' then
  ids = roster
elseif place == 'sums' then
  look_at_sums()
elseif kind == 'sum' then
  compare(parked, of, call('LLEN', tag .. 'parked:' .. of))
elseif kind == 'active' or place == 'tries' or place == 'orders' or place == 'gone' or place == 'parked' then
  onward, ids = scan('HSCAN')
elseif place == 'waiting' or place == 'suspects' or place == 'completed' or kind == 'pending' or kind == 'parked' then
  onward, ids = look_at_list()
else
  onward, ids = scan('ZSCAN')
end
return { onward, ids, unpack(found) }
