#!lua flags=allow-oom
-- locate: in which state a job is. No list is searched: what is nowhere else is waiting.
-- KEYS prioritized delayed suspects workers graves tries
-- ARGV tag id
-- RETURNS { state } with the terminal record behind it when it has ended; { 'missing' } when it is not there
local call = redis.call
local prioritized, delayed, suspects, workers, graves, tries = unpack(KEYS)
local tag, id = ARGV[1], ARGV[2]
local record = call('GET', tag .. 'end:' .. id)
if record then return { 'ended', record } end
if call('EXISTS', tag .. 'job:' .. id) == 0 then return { 'missing' } end
if call('ZSCORE', delayed, id) then return { 'delayed' } end
if call('ZSCORE', prioritized, id) then return { 'prioritized' } end
for _, wid in ipairs(call('HKEYS', workers)) do
  if call('HEXISTS', tag .. 'active:' .. wid, id) == 1 then return { 'active' } end
end
for _, wid in ipairs(call('ZRANGE', graves, 0, -1)) do
  if call('HEXISTS', tag .. 'active:' .. wid, id) == 1 then return { 'active' } end
end
if string.find(call('HGET', tries, id) or '', ' h', 1, true) then return { 'parked' } end
-- Suspects are few: their list is read, not searched for in a long one.
for _, suspect in ipairs(call('LRANGE', suspects, 0, 999)) do if suspect == id then return { 'suspect' } end end
return { 'waiting' }
