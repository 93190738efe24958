#!lua flags=allow-oom
-- glance: how far a job is, in one moment: its last progress, and how it ended once it has. Neither its data nor its result.
-- KEYS run
-- ARGV tag id
-- RETURNS { 'missing' }, or { 'live' or the state in which it ended, when it ended, ms, how its message begins, seq, at, value }
--   '' stands for what is not there
local call = redis.call
local tag, id = ARGV[1], ARGV[2]
local record = call('GET', tag .. 'end:' .. id)
local message = call('GETRANGE', tag .. 'job:' .. id, 0, 1023)
if not record and message == '' then return { 'missing' } end
local seq, at, value = unpack(call('HMGET', KEYS[1], 'seq', 'at', 'progress'))
local state = record and string.match(record, '^%[%d+,"(%a+)"') or 'live'
local ended = record and string.match(record, ',(%d+)%]$') or ''
return { state, ended, message, seq or '', at or '', value or '' }
