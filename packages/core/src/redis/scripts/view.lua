#!lua flags=allow-oom
-- view: everything that is kept of one job.
-- KEYS prioritized delayed suspects workers graves tries orders
-- ARGV tag id
-- RETURNS { 'missing' }, or { state, score, worker, claim, message, body, tries, record, order to cancel it, fields and values of its run }
--   state: 'ended' when there is a terminal record; '' stands for what is not there
local call = redis.call
local prioritized, delayed, suspects, workers, graves, tries, orders = unpack(KEYS)
local tag, id = ARGV[1], ARGV[2]
-- PART runner-of
-- PART place-of
local order = call('HGET', orders, id) or ''
local record = call('GET', tag .. 'end:' .. id)
local wid = runner_of(tag, workers, graves, id)
local state, score = place_of(tag, prioritized, delayed, suspects, tries, wid, id)
if state == 'missing' then return { 'missing' } end
local claim = wid and call('HGET', tag .. 'active:' .. wid, id) or ''
local text = call('HGET', tries, id) or ''
local body = string.match(text, '^%d+ %d+ %a*b') and call('GET', tag .. 'body:' .. id) or ''
local run = call('HGETALL', tag .. 'run:' .. id)
return { record and 'ended' or state, score, wid or '', claim, call('GET', tag .. 'job:' .. id), body, text, record or '', order, run }
