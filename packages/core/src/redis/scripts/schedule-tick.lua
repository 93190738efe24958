-- schedule-tick: give a slot of a schedule its job and move on to the next slot, unless somebody else has done it.
-- KEYS ticks ticked waiting delayed tries limits
-- ARGV tag, id, the slot and the revision that the caller saw, the next slot or '' for none, the slot that gets a job and
--   the id of that job (both '' for none), the message without its time, '' or data kept apart, words as in `tries`
--   with the expiry as 'x+ms', allow | skip a slot while the last job has not ended, the most jobs it makes or ''
-- RETURNS added | taken | overlap | full | none | stale
-- Not allowed at maxmemory: the slot stays, and is made up for.
local call = redis.call
local ticks, ticked, waiting, delayed, tries, limits = unpack(KEYS)
local tag, id, slot, seen, following, runs_at, job, text, body, words, overlap, most = unpack(ARGV)
-- PART make-due
local score = call('ZSCORE', ticks, id)
local since, runs, last = string.match(call('HGET', ticked, id) or '', '^%S+ (%d+) (%d+)(.*)$')
local waits = call('LLEN', waiting)
call('HLEN', tries)
local depth = call('HMGET', limits, 'depth', 'onFull')
local size = call('ZCARD', delayed)
local expires = string.match(words, ' x%+(%d+)')
if depth[1] or string.find(words, ' p', 1, true) then size = size + call('ZCARD', tag .. 'prioritized') end
if expires then call('ZCARD', tag .. 'expiring') end
if not score or not since or tonumber(score) ~= tonumber(slot) or since ~= seen then return 'stale' end
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stamp = string.format('%d', now)

local outcome = 'added'
if job == '' then
  outcome = 'none'
elseif call('EXISTS', tag .. 'job:' .. job) == 1 then
  outcome = 'taken'
else
  local before = string.match(last, '(%S+)$')
  if overlap == 'skip' and before and call('EXISTS', tag .. 'job:' .. before) == 1 and call('EXISTS', tag .. 'end:' .. before) == 0 then
    outcome = 'overlap'
  elseif depth[1] and depth[2] ~= 'dropOldest' then
    -- Neither husks nor the mark that wakes a worker are jobs.
    size = size + waits - tonumber(call('HGET', tag .. 'stats', 'husks') or 0) - (call('LINDEX', waiting, -1) == '' and 1 or 0)
    if size >= tonumber(depth[1]) then outcome = 'full' end
  end
end

if outcome == 'added' then
  call('SET', tag .. 'job:' .. job, text .. ',' .. stamp)
  if expires then
    expires = string.format('%d', now + tonumber(expires))
    words = string.gsub(words, ' x%S+', ' x' .. expires)
    call('ZADD', tag .. 'expiring', expires, job)
  end
  if body ~= '' then call('SET', tag .. 'body:' .. job, body) end
  local carried = (body ~= '' or words ~= '') and '0 0 ' .. (body ~= '' and 'b' or '-') .. words
  if carried then call('HSET', tries, job, carried) end
  -- It must wake a worker that sleeps: '' means only "look again".
  if make_due(waiting, tag .. 'prioritized', tag .. 'suspects', tries, tag .. 'meta', job, carried) and waits == 0 then
    call('LPUSH', waiting, '')
  end
  runs = string.format('%d', tonumber(runs) + 1)
  last = ' ' .. runs_at .. ' ' .. stamp .. ' ' .. job
end
local over = following == '' or (most ~= '' and tonumber(runs) >= tonumber(most))
if over then call('ZREM', ticks, id) else call('ZADD', ticks, following, id) end
call('HSET', ticked, id, (over and 'over ' or '- ') .. since .. ' ' .. runs .. last)
if outcome == 'added' then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\nadded ' .. job) end
return outcome
