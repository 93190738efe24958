#!lua flags=allow-oom
-- record: add to the figures of this minute: what one worker has counted, and by how much the totals of `stats` have grown.
-- KEYS stats meta
-- ARGV tag, who counted, number of this report, retries, then (figure, amount)
--   the number rises with each report of the same worker: one that is sent again adds nothing. The totals need none: what
--   has been told of them stands in `meta`
-- RETURNS how many figures have changed
local call = redis.call
local stats, meta = unpack(KEYS)
local tag, teller, number = ARGV[1], ARGV[2], tonumber(ARGV[3])
local TOTALS = { 'completed', 'failed', 'retried', 'cancelled', 'expired', 'recovered' }
local KEPT = 90000
local time = call('TIME')
local minutes = math.floor(time[1] / 60)
local hour = math.floor(minutes / 60)
local function of(at) return string.format('%shistory:%d', tag, at) end
local history, seen, prefix = of(hour), 'seen ' .. teller, (minutes % 60) .. ' '

-- Reads and checks, before the first write. A report that is sent again may fall into the next hour.
local totals = call('HMGET', stats, unpack(TOTALS))
local told = call('HGET', meta, 'told') or ''
local last = call('HGET', history, seen) or call('HGET', of(hour - 1), seen)
local known = last and tonumber(last) >= number
local changes, now, before = {}, {}, {}
for text in string.gmatch(told, '%d+') do before[#before + 1] = tonumber(text) end
if not known then
  totals[3] = tonumber(totals[3] or 0) + tonumber(ARGV[4])
  for i = 5, #ARGV, 2 do changes[#changes + 1] = { ARGV[i], ARGV[i + 1] } end
end
for i = 1, #TOTALS do
  local total = tonumber(totals[i] or 0)
  local grown = total - (before[i] or 0)
  now[i] = string.format('%d', total)
  if grown > 0 then changes[#changes + 1] = { TOTALS[i], string.format('%d', grown) } end
end

if not known and ARGV[4] ~= '0' then call('HINCRBY', stats, 'retried', ARGV[4]) end
local telling = table.concat(now, ' ')
if telling ~= told and telling ~= '0 0 0 0 0 0' then call('HSET', meta, 'told', telling) end
for _, change in ipairs(changes) do call('HINCRBY', history, prefix .. change[1], change[2]) end
if #changes > 0 then
  if not known then call('HSET', history, seen, number) end
  call('EXPIRE', history, KEPT)
end
return #changes
