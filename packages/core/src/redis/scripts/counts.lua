#!lua flags=allow-oom
-- counts: how many jobs are in each state. O(workers), however many jobs and husks there are.
-- KEYS waiting prioritized delayed suspects workers graves parked completed failed cancelled expired stats
-- ARGV tag
-- RETURNS { waiting, prioritized, delayed, parked, active, suspect, completed, failed, cancelled, expired }
local call = redis.call
local waiting, prioritized, delayed, suspects, workers, graves, parked, completed, failed, cancelled, expired, stats = unpack(KEYS)
local active, moved, shelved = 0, 0, 0
local function hold(wid)
  active = active + call('HLEN', ARGV[1] .. 'active:' .. wid)
  moved = moved + call('LLEN', ARGV[1] .. 'pending:' .. wid)
end
for _, wid in ipairs(call('HKEYS', workers)) do hold(wid) end
for _, wid in ipairs(call('ZRANGE', graves, 0, -1)) do hold(wid) end
for _, count in ipairs(call('HVALS', parked)) do shelved = shelved + tonumber(count) end
local husks = call('HMGET', stats, 'husks', 'completedHusks')
-- Husks stand in any list of jobs that wait; nearly always in this one, the longest.
local marker = call('LINDEX', waiting, -1) == '' and 1 or 0
local listed = call('LLEN', waiting) + moved - tonumber(husks[1] or 0) - marker
local done = call('LLEN', completed) - tonumber(husks[2] or 0)
return {
  math.max(0, listed), call('ZCARD', prioritized), call('ZCARD', delayed), shelved, active, call('LLEN', suspects),
  math.max(0, done), call('ZCARD', failed), call('ZCARD', cancelled), call('ZCARD', expired),
}
