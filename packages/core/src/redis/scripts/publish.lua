#!lua flags=allow-oom
-- publish: broadcast a message on a channel, and keep it where a history is wanted. Sent again it repeats nothing.
-- KEYS meta history writers
-- ARGV channel writer number message keep (0: no history; '': as was said last)
-- RETURNS { 'published' or 'repeated', id, at }
local call = redis.call
local meta, history, writers = unpack(KEYS)
local channel, writer, number, message, keep = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local last, id, at = string.match(call('HGET', writers, writer) or '', '^(%d+) (%d+) (%d+)$')
if last and tonumber(last) >= number then return { 'repeated', tonumber(id), tonumber(at) } end
local old, said = unpack(call('HMGET', meta, 'last', 'keep'))
old = tonumber(old or 0)
local kept = call('XLEN', history)
keep = keep or tonumber(said or kept)
local time = call('TIME')
local micros = time[1] * 1000000 + time[2]
id, at = string.format('%d', math.max(old + 1, micros)), string.format('%d', math.floor(micros / 1000))
if keep > 0 then
  -- The highest id that was let go is remembered, so that a reader who is too late is told and never sees a gap.
  local over = kept + 1 - keep
  if over > 0 then
    local gone = call('XRANGE', history, '-', '+', 'COUNT', math.min(over, 100))
    for i = 1, #gone do call('XDEL', history, gone[i][1]) end
    call('HSET', meta, 'trimmed', string.match(gone[#gone][1], '^%d+'))
  end
  call('XADD', history, id .. '-0', 'at', at, 'm', message)
else
  call('HSET', meta, 'trimmed', id)
end
call('HSET', meta, 'last', id, 'keep', string.format('%d', keep))
if call('HLEN', writers) > 1000 then call('DEL', writers) end
call('HSET', writers, writer, ARGV[3] .. ' ' .. id .. ' ' .. at)
call('PEXPIRE', writers, 3600000)
call('PUBLISH', channel, id .. ' ' .. at .. ' ' .. message)
return { 'published', tonumber(id), tonumber(at) }
