#!lua flags=allow-oom
-- scan: look at a part of all keys of the server for those of this queue that nothing leads to.
-- KEYS prioritized delayed workers leases graves failed cancelled expired
-- ARGV tag pattern cursor count repair
-- RETURNS { next cursor ('' at the end), ids of jobs whose place is to be found, names of parked lists,
--   then (code, id, key, 1 when it was repaired) for each finding }
local call = redis.call
local prioritized, delayed, workers, leases, graves, failed, cancelled, expired = unpack(KEYS)
local tag, pattern, cursor, count, repair = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5] == '1'
for _, key in ipairs({ prioritized, delayed, leases, graves, failed, cancelled, expired }) do call('ZCARD', key) end
local wids, sets = call('HKEYS', workers), { failed = failed, cancelled = cancelled, expired = expired }
for _, wid in ipairs(call('ZRANGE', graves, 0, -1)) do wids[#wids + 1] = wid end
local time = call('TIME')
local stamp = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
local holders, stray, names, found = {}, {}, {}, {}
for _, wid in ipairs(wids) do
  if call('HLEN', tag .. 'active:' .. wid) > 0 then holders[#holders + 1] = tag .. 'active:' .. wid end
end

local function tell(code, id, key, fix)
  if repair then fix() end
  for _, part in ipairs({ code, id, string.sub(key, #tag + 1), repair and 1 or 0 }) do found[#found + 1] = part end
end

local function has(what, id) return call('EXISTS', tag .. what .. ':' .. id) == 1 end

local function is_placed(id)
  if call('ZSCORE', delayed, id) or call('ZSCORE', prioritized, id) then return true end
  for _, key in ipairs(holders) do
    if call('HEXISTS', key, id) == 1 then return true end
  end
end

local function look_at_end(key, id)
  local state = string.match(call('GETRANGE', key, 0, 30), '^%[%d+,"(%a+)"')
  if state == 'completed' then
    stray[#stray + 1] = id
  elseif sets[state] and not call('ZSCORE', sets[state], id) then
    tell('unlisted-end', id, key, function() call('ZADD', sets[state], stamp, id) end)
  end
end

local function look(key, kind, id)
  if kind == 'job' then
    if not has('end', id) and not is_placed(id) then stray[#stray + 1] = id end
  elseif kind == 'end' then
    look_at_end(key, id)
  elseif kind == 'body' or kind == 'run' or kind == 'log' then
    if not has('job', id) then tell('orphaned-key', id, key, function() call('UNLINK', key) end) end
  elseif kind == 'unique' then
    local holder = call('PTTL', key) == -1 and call('GET', key)
    if holder and (not has('job', holder) or has('end', holder)) then
      tell('stale-lock', holder, key, function() call('DEL', key) end)
    end
  elseif kind == 'parked' then
    names[#names + 1] = id
  elseif kind == 'active' or kind == 'pending' then
    if call('HEXISTS', workers, id) == 0 and not call('ZSCORE', leases, id) and not call('ZSCORE', graves, id) then
      -- A grave that holds something is swept.
      tell('unknown-worker', '', key, function() call('ZADD', graves, stamp, id) end)
    end
  end
end

local reply = call('SCAN', cursor, 'MATCH', pattern, 'COUNT', count)
-- Redis gives them in an order that changes with every restart.
table.sort(reply[2])
for _, key in ipairs(reply[2]) do
  local kind, id = string.match(string.sub(key, #tag + 1), '^(%a+):(.+)$')
  if kind then look(key, kind, id) end
end
return { reply[1] == '0' and '' or reply[1], stray, names, unpack(found) }
