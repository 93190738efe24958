#!lua flags=allow-oom
-- expire: end jobs that nobody has started in time. What a worker meets before that, the exchange ends itself.
-- KEYS leases expiring delayed prioritized tries gone expired stats
-- ARGV tag wid limit
-- RETURNS how many were looked at: as many as the limit when there may be more
local call = redis.call
local leases, expiring, delayed, prioritized, tries, gone, expired, stats = unpack(KEYS)
local tag = ARGV[1]
-- PART let-go
if not call('ZSCORE', leases, ARGV[2]) then return 0 end
local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stamp = string.format('%d', now)
local due = call('ZRANGEBYSCORE', expiring, '-inf', stamp, 'LIMIT', 0, tonumber(ARGV[3]))
if #due == 0 then return 0 end
call('ZCARD', delayed)
call('ZCARD', prioritized)
call('HLEN', gone)
call('ZCARD', expired)
call('HLEN', stats)
local texts, ended = call('HMGET', tries, unpack(due)), {}
call('ZREM', expiring, unpack(due))
for i, id in ipairs(due) do
  local text = texts[i]
  -- A claim takes an id out of here: what stands here has not started.
  if text and string.find(text, ' x', 1, true) and call('EXISTS', tag .. 'end:' .. id) == 0 then
    if call('ZREM', delayed, id) == 0 and call('ZREM', prioritized, id) == 0 then
      call('HINCRBY', gone, id, 1)
      call('HINCRBY', stats, 'husks', 1)
    end
    local attempts = string.match(text, '^%d+')
    call('SET', tag .. 'end:' .. id, '[1,"expired","not started in time","",' .. attempts .. ',0,' .. stamp .. ']')
    call('ZADD', expired, stamp, id)
    call('HINCRBY', stats, 'expired', 1)
    let_go(tag, tries, now, id, text)
    ended[#ended + 1] = id
  end
end
-- By pcall: what a user may not announce must not leave the rest half done.
if #ended > 0 then redis.pcall('PUBLISH', tag .. 'events', stamp .. '\nexpired ' .. table.concat(ended, ' ')) end
return #due
