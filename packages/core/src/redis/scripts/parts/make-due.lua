-- Puts a job where those wait that may run at once: behind the others of its priority, or first where it is last in, first
-- out. `text` is what `tries` says of it, or false. True when its place wakes no sleeping worker by itself.
local function make_due(waiting, prioritized, suspects, tries, meta, id, text)
  local first = text and string.find(text, ' f', 1, true)
  local priority = text and tonumber(string.match(text, ' p(-?%d+)'))
  -- Its workers died twice: it runs alone, as it would have from its delay.
  if text and tonumber(string.match(text, '^%d+ (%d+)')) >= 2 then
    redis.call('LPUSH', suspects, id)
  elseif priority then
    local arrival = redis.call('HINCRBY', meta, 'arrivals', 1)
    if first then arrival = -arrival end
    redis.call('HSET', tries, id, (string.gsub(text, ' p%S+', string.format(' p%d:%d', priority, arrival))))
    redis.call('ZADD', prioritized, string.format('%d', priority * 4398046511104 + 2199023255552 + arrival), id)
  else
    redis.call(first and 'RPUSH' or 'LPUSH', waiting, id)
    return false
  end
  return true
end
