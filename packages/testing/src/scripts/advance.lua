-- advance: let time pass for a queue. Redis's clock cannot be moved, so whatever lies ahead of it comes nearer instead.
-- KEYS delayed expiring fleeting limits tries, then the locks of unique keys
-- ARGV ms
-- RETURNS how many times were moved
-- Not bounded as the scripts of a queue are: tests have few jobs.
local call = redis.call
local limits, tries, ms = KEYS[4], KEYS[5], tonumber(ARGV[1])
local moved = 0
for i = 1, 3 do
  local entries = call('ZRANGE', KEYS[i], 0, -1, 'WITHSCORES')
  for k = 1, #entries, 2 do call('ZINCRBY', KEYS[i], -ms, entries[k]) end
  moved = moved + #entries / 2
end
-- The bucket of a rate limit fills by the time since it was last used.
local filled = call('HGET', limits, 'tokensAt')
if filled then
  call('HSET', limits, 'tokensAt', string.format('%d', filled - ms))
  moved = moved + 1
end
-- When a job expires also stands among its words.
local texts = call('HGETALL', tries)
for i = 1, #texts, 2 do
  local before, expiry, rest = string.match(texts[i + 1], '^(.* x)(%d+)(.*)$')
  if expiry then call('HSET', tries, texts[i], before .. string.format('%d', expiry - ms) .. rest) end
end
for i = 6, #KEYS do
  local left = call('PTTL', KEYS[i])
  if left > ms then
    call('PEXPIRE', KEYS[i], string.format('%d', left - ms))
  elseif left >= 0 then
    call('DEL', KEYS[i])
  end
  if left >= 0 then moved = moved + 1 end
end
return moved
