#!lua flags=allow-oom
-- counts: how many jobs are in each state. O(workers).
-- KEYS waiting delayed suspects workers graves completed failed gone
-- ARGV tag
-- RETURNS { waiting, active, delayed, suspect, completed, failed }
local call = redis.call
local waiting, delayed, suspects, workers, graves, completed, failed, gone = unpack(KEYS)
local active, moved, husks = 0, 0, 0
local function hold(wid)
  active = active + call('HLEN', ARGV[1] .. 'active:' .. wid)
  moved = moved + call('LLEN', ARGV[1] .. 'pending:' .. wid)
end
for _, wid in ipairs(call('HKEYS', workers)) do hold(wid) end
for _, wid in ipairs(call('ZRANGE', graves, 0, -1)) do hold(wid) end
for _, count in ipairs(call('HVALS', gone)) do husks = husks + tonumber(count) end
local marker = call('LINDEX', waiting, -1) == '' and 1 or 0
local listed = call('LLEN', waiting) + moved - husks - marker
return { math.max(0, listed), active, call('ZCARD', delayed), call('LLEN', suspects), call('LLEN', completed), call('ZCARD', failed) }
