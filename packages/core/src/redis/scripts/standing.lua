#!lua flags=allow-oom
-- standing: how a queue stands as a whole: its workers, its gates, what waits longest; and how many go before one job.
-- KEYS waiting prioritized suspects meta limits workers leases parked
-- ARGV tag, then the id and the state of a job, or '' and ''
-- RETURNS { now, paused since or 0, fields and values of the limits, workers, names and numbers of parked jobs,
--   when the job was added that waits longest of those that come next, or 0, how many go before, how far was looked }
--   worker: { id, what it says, its lease or '', how many jobs it holds }
local call = redis.call
local waiting, prioritized, suspects, meta, limits, workers, leases, parked = unpack(KEYS)
local tag, id, state = ARGV[1], ARGV[2], ARGV[3]
local REACH, STEP = 100000, 4398046511104
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
call('ZCARD', leases)
local length = call('LLEN', waiting)
local urgent = call('ZCOUNT', prioritized, '-inf', '(0')

local all, flat = {}, call('HGETALL', workers)
for i = 1, #flat, 2 do
  local wid = flat[i]
  all[#all + 1] = { wid, flat[i + 1], call('ZSCORE', leases, wid) or '', call('HLEN', tag .. 'active:' .. wid) }
end

-- The first in each line: of the suspects, of what waits, of the highest and of the lowest priority.
local oldest = 0
local function look(head)
  -- Of a husk there is no message, or a terminal record.
  local added = head and head ~= '' and tonumber(string.match(call('GETRANGE', tag .. 'job:' .. head, -16, -1), '(%d+)$'))
  if not added or call('EXISTS', tag .. 'end:' .. head) == 1 then return false end
  if oldest == 0 or added < oldest then oldest = added end
  return true
end
look(call('LINDEX', suspects, -1))
-- What was put back stands before what waits longer: some are looked at, and husks do not count.
local heads, seen = call('LRANGE', waiting, -100, -1), 0
for i = #heads, 1, -1 do
  if look(heads[i]) then seen = seen + 1 end
  if seen == 10 then break end
end
look(call('ZRANGE', prioritized, 0, 0)[1])
local last = call('ZREVRANGE', prioritized, 0, 0, 'WITHSCORES')[2]
if last then
  local bottom = math.floor(tonumber(last) / STEP) * STEP
  look(call('ZRANGEBYSCORE', prioritized, string.format('%d', bottom), '+inf', 'LIMIT', 0, 1)[1])
end

local ahead = 0
if state == 'waiting' then
  local place = call('LPOS', waiting, id, 'RANK', -1, 'MAXLEN', REACH)
  -- What is not found is beyond the reach, or in the hands of a blocked read: next.
  ahead = urgent + (place and length - 1 - place or length > REACH and REACH or 0)
elseif state == 'prioritized' then
  local rank, score = call('ZRANK', prioritized, id), call('ZSCORE', prioritized, id)
  ahead = rank and rank + (tonumber(score) >= 0 and length or 0) or 0
end
return { now, tonumber(call('HGET', meta, 'paused') or 0), call('HGETALL', limits), all, call('HGETALL', parked), oldest, ahead, REACH }
