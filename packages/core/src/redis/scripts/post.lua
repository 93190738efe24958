#!lua flags=allow-oom
-- post: put a value on a notice board and announce it. A post that is sent again repeats nothing.
-- KEYS board writers
-- ARGV channel writer number value ttlMs (0: stays)
-- RETURNS { 'posted' or 'repeated', seq, at }
local call = redis.call
local board, writers = unpack(KEYS)
local channel, writer, number, value, ttl = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local last, seq, at = string.match(call('HGET', writers, writer) or '', '^(%d+) (%d+) (%d+)$')
if last and tonumber(last) >= number then return { 'repeated', tonumber(seq), tonumber(at) } end
local old = tonumber(call('HGET', board, 'seq') or 0)
local time = call('TIME')
local micros = time[1] * 1000000 + time[2]
seq, at = string.format('%d', math.max(old + 1, micros)), string.format('%d', math.floor(micros / 1000))
call('HSET', board, 'seq', seq, 'at', at, 'value', value)
if ttl > 0 then call('PEXPIRE', board, ttl) else call('PERSIST', board) end
-- Writers are remembered for an hour after the last post of any: long enough for every resend.
if call('HLEN', writers) > 1000 then call('DEL', writers) end
call('HSET', writers, writer, ARGV[3] .. ' ' .. seq .. ' ' .. at)
call('PEXPIRE', writers, 3600000)
call('PUBLISH', channel, seq .. ' ' .. at .. ' ' .. value)
return { 'posted', tonumber(seq), tonumber(at) }
