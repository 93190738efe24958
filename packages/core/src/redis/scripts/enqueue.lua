-- enqueue: add jobs whose ids are not taken; a call that is sent twice adds nothing twice.
-- KEYS waiting delayed tries
-- ARGV tag plain, then `plain` times (id, text), then (id, text, due, body) for the others.
--   text: the message, to which its time is added; due: '' now, '+ms' from now, or Redis ms; body: '' or data kept apart
-- RETURNS { now, ids that were taken }
-- Not allowed at maxmemory: its first write is then refused and nothing is changed.
local call = redis.call
local waiting, delayed, tries = unpack(KEYS)
local tag, plain = ARGV[1], tonumber(ARGV[2])
call('LLEN', waiting)
call('HLEN', tries)
local soonest = call('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2]
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stamp = string.format('%d', now)
local closing = ',' .. stamp
local ready, ids, taken, n, added = {}, {}, {}, 0, 0

for i = 3, 2 + 2 * plain, 2 do
  local id = ARGV[i]
  if call('SET', tag .. 'job:' .. id, ARGV[i + 1] .. closing, 'NX') then
    n = n + 1
    ready[n] = id
    ids[n] = id
  else
    taken[#taken + 1] = id
  end
end
added = n

local sooner = false
for i = 3 + 2 * plain, #ARGV, 4 do
  local id, due, body = ARGV[i], ARGV[i + 2], ARGV[i + 3]
  if call('SET', tag .. 'job:' .. id, ARGV[i + 1] .. closing, 'NX') then
    added = added + 1
    ids[added] = id
    if body ~= '' then
      call('SET', tag .. 'body:' .. id, body)
      call('HSET', tries, id, '0 0 b')
    end
    local at = string.byte(due) == 43 and now + tonumber(string.sub(due, 2)) or tonumber(due)
    if at and at > now then
      call('ZADD', delayed, string.format('%d', at), id)
      if not soonest or at < tonumber(soonest) then soonest, sooner = at, true end
    else
      n = n + 1
      ready[n] = id
    end
  else
    taken[#taken + 1] = id
  end
end

for i = 1, n, 1000 do call('LPUSH', waiting, unpack(ready, i, math.min(i + 999, n))) end
-- A job that is due before all others must wake a worker that sleeps until a later one: "" means only "look again".
if sooner and n == 0 and call('LLEN', waiting) == 0 then call('LPUSH', waiting, '') end
-- By pcall: what a user may not announce must not leave the rest half done.
if added > 0 then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\nadded ' .. table.concat(ids, ' ')) end
return { now, taken }
