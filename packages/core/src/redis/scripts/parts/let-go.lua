-- What a producer may still repeat its `add` of stays for so long, ms.
local RESEND_WINDOW = 10000

-- What a job held ends with it: its unique key, the time of its own retention, what only a living job needs in `tries`.
-- `for_good`: it completed. What ended otherwise can be retried and then takes its key again, so the word of it stays;
-- so does that of a key for a window of time, which the removal of the job frees.
local function let_go(tag, tries, now, id, text, for_good)
  local key, keep = string.match(text, ' u[se](%S+)'), tonumber(string.match(text, ' k(%d+)'))
  if key and redis.call('GET', tag .. 'unique:' .. key) == id then redis.call('DEL', tag .. 'unique:' .. key) end
  if keep then redis.call('ZADD', tag .. 'fleeting', string.format('%d', now + math.max(keep, RESEND_WINDOW)), id) end
  local left = string.gsub(text, ' [xhd]%S*', '')
  if for_good then left = string.gsub(left, ' u[se]%S*', '') end
  if string.match(left, '^%d+ %d+ %-$') then redis.call('HDEL', tries, id) else redis.call('HSET', tries, id, left) end
end
