#!lua flags=allow-oom
-- progress: the notice board of a running job; only the run that holds the claim may post.
-- KEYS active tries run
-- ARGV tag id held value
-- RETURNS { 'stale' } with nothing written, or { 'ok', seq, at }
local call = redis.call
local active, tries, run = unpack(KEYS)
local id = ARGV[2]
-- PART mark
if call('HGET', active, id) ~= ARGV[3] then return { 'stale' } end
local old = tonumber(call('HGET', run, 'seq') or 0)
local time = call('TIME')
local micros = time[1] * 1000000 + time[2]
local seq, at = string.format('%d', math.max(old + 1, micros)), string.format('%d', math.floor(micros / 1000))
mark(tries, id, 'r')
call('HSET', run, 'seq', seq, 'at', at, 'progress', ARGV[4])
call('PUBLISH', ARGV[1] .. 'notice:' .. id, seq .. ' ' .. at .. ' ' .. ARGV[4])
return { 'ok', tonumber(seq), tonumber(at) }
