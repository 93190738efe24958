-- Claims the one job that a blocking move put on the pending list. Only the latency rows reach it: a worker under
-- load never blocks.
-- KEYS: pending, active, leases, meta, tries
-- ARGV: key prefix, worker id, job id
-- Returns token, message and tries; `fenced` without a lease; nothing when the id is not on the pending list.
local call = redis.call
local pending, active, leases, meta, tries = unpack(KEYS)
local tag, wid, id = ARGV[1], ARGV[2], ARGV[3]
local time = call('TIME')
if not call('ZSCORE', leases, wid) then return { 'fenced' } end
local message, tried = call('GET', tag .. 'job:' .. id), call('HGET', tries, id)
if call('LREM', pending, 1, id) == 0 then return {} end
local claim = math.max((call('HGET', meta, 'claims') or 0) + 1, time[1] * 1000000 + time[2])
call('HSET', meta, 'claims', string.format('%.0f', claim))
local token = string.format('%s/%.0f', wid, claim - 1)
call('HSET', active, id, token)
return { token, message, tried }
