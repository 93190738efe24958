#!lua flags=allow-oom
-- raze: take a queue away with everything in it, a bounded number of jobs a call; refuses while a worker lives.
-- KEYS waiting prioritized delayed suspects leases workers graves tries completed failed cancelled expired meta parked
-- ARGV tag limit
-- RETURNS { 'in use', workers that live } with nothing written, or { 'more' or 'done', how many jobs went }
-- The first call pauses the queue, so that a worker that comes now takes nothing. Calls until 'done'; then no key is left,
-- but a lock whose job is gone and whose window is still open: that ends by itself.
local call = redis.call
local waiting, prioritized, delayed, suspects, leases, workers, graves, tries, completed, failed, cancelled, expired, meta, parked = unpack(KEYS)
local tag, left = ARGV[1], tonumber(ARGV[2])
local HISTORY_HOURS, HOUR = 26, 3600000
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stamp = string.format('%d', now)
call('LLEN', waiting)
call('ZCARD', prioritized)
call('ZCARD', delayed)
call('LLEN', suspects)
call('HLEN', tries)
call('LLEN', completed)
call('ZCARD', failed)
call('ZCARD', cancelled)
call('ZCARD', expired)
call('HLEN', meta)
local living = call('ZCOUNT', leases, '(' .. stamp, '+inf')
local wids, names = call('HKEYS', workers), call('HKEYS', parked)
for _, set in ipairs({ leases, graves }) do
  for _, wid in ipairs(call('ZRANGE', set, 0, -1)) do wids[#wids + 1] = wid end
end
if living > 0 then return { 'in use', living } end
call('HSETNX', meta, 'paused', stamp)
local ids, jobs = {}, 0

local function found(list, step)
  for i = 1, #list, step do
    if list[i] ~= '' then ids[#ids + 1] = list[i] end
    left = left - 1
  end
end
local function empty_list(key)
  local entries = left > 0 and call('LRANGE', key, -left, -1) or {}
  if #entries > 0 then call('LTRIM', key, 0, -#entries - 1) end
  found(entries, 1)
end
local function empty_set(key)
  if left > 0 then found(call('ZPOPMIN', key, left), 2) end
end
local function empty_hash(key)
  local fields = left > 0 and call('HRANDFIELD', key, left) or {}
  if #fields > 0 then call('HDEL', key, unpack(fields)) end
  found(fields, 1)
end

for _, key in ipairs({ waiting, suspects, completed }) do empty_list(key) end
for _, key in ipairs({ prioritized, delayed, failed, cancelled, expired }) do empty_set(key) end
for _, name in ipairs(names) do empty_list(tag .. 'parked:' .. name) end
for _, wid in ipairs(wids) do
  empty_list(tag .. 'pending:' .. wid)
  empty_hash(tag .. 'active:' .. wid)
end
-- What stands nowhere else, though it should: no key of it shall be left.
for _, name in ipairs({ 'expiring', 'fleeting' }) do empty_set(tag .. name) end
if left > 0 then found(call('HRANDFIELD', tries, left), 1) end

for i = 1, #ids do
  local id = ids[i]
  local key = string.match(call('HGET', tries, id) or '', ' u[sew](%S+)')
  if key and call('GET', tag .. 'unique:' .. key) == id then call('DEL', tag .. 'unique:' .. key) end
  jobs = jobs + call('UNLINK', tag .. 'job:' .. id)
  call('UNLINK', tag .. 'end:' .. id, tag .. 'body:' .. id, tag .. 'run:' .. id, tag .. 'log:' .. id)
end
if #ids > 0 then
  call('HDEL', tries, unpack(ids))
  -- By pcall: what a user may not announce must not leave the rest half done.
  redis.pcall('PUBLISH', tag .. 'events', stamp .. '\nremoved ' .. table.concat(ids, ' '))
end
if left <= 0 then return { 'more', jobs } end
call('UNLINK', unpack(KEYS))
for _, name in ipairs({ 'gone', 'orders', 'limits', 'schedules', 'ticks', 'ticked', 'stats' }) do call('UNLINK', tag .. name) end
local hour = math.floor(now / HOUR)
for i = hour - HISTORY_HOURS, hour + 1 do call('UNLINK', tag .. 'history:' .. string.format('%d', i)) end
return { 'done', jobs }
