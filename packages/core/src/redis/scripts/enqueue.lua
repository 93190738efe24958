-- enqueue: add jobs whose ids are not taken; a call that is sent twice adds nothing twice.
-- KEYS waiting delayed tries
-- ARGV tag, ids and texts of jobs whose ids the producer has made (each joined: by spaces, the texts by line ends; none
--   stands twice), then (id, text, due, body) for the others.
--   text: the message, to which its time is added; due: '' now, '+ms' from now, or Redis ms; body: '' or data kept apart
-- RETURNS { now, ids that were taken }
-- Not allowed at maxmemory: its first write is then refused and nothing is changed.
local call = redis.call
local waiting, delayed, tries = unpack(KEYS)
local tag = ARGV[1]
call('LLEN', waiting)
local soonest
if #ARGV > 3 then
  call('HLEN', tries)
  soonest = call('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2]
end
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stamp = string.format('%d', now)
local closing = ',' .. stamp
local ready, ids, taken, n, added = {}, {}, {}, 0, 0

if ARGV[2] ~= '' then
  local names, pairs, i = {}, {}, 0
  for id in string.gmatch(ARGV[2], '%S+') do
    i = i + 1
    names[i] = id
    pairs[2 * i - 1] = tag .. 'job:' .. id
  end
  i = 0
  for text in string.gmatch(ARGV[3], '[^\n]+') do
    i = i + 1
    pairs[2 * i] = text .. closing
  end
  -- All at once where none is taken; one by one where a call was sent twice.
  if call('MSETNX', unpack(pairs)) == 1 then
    ready, n = names, i
  else
    for k = 1, i do
      if call('SET', pairs[2 * k - 1], pairs[2 * k], 'NX') then
        n = n + 1
        ready[n] = names[k]
      else
        taken[#taken + 1] = names[k]
      end
    end
  end
  for k = 1, n do ids[k] = ready[k] end
end
added = n

local sooner = false
for i = 4, #ARGV, 4 do
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
