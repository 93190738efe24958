#!lua flags=allow-oom
-- replay: the part of a channel's history after an id, a bounded number a call.
-- KEYS meta history
-- ARGV since ('-': whatever is kept) limit
-- RETURNS { 'trimmed', highest id that is gone } or { 'ok', last id published or 0, { { id, { 'at', at, 'm', message } }, … } }
local call = redis.call
local last, trimmed = unpack(call('HMGET', KEYS[1], 'last', 'trimmed'))
local since = tonumber(ARGV[1])
if since and trimmed and tonumber(trimmed) > since then return { 'trimmed', tonumber(trimmed) } end
return { 'ok', tonumber(last or 0), call('XRANGE', KEYS[2], since and '(' .. ARGV[1] .. '-0' or '-', '+', 'COUNT', ARGV[2]) }
