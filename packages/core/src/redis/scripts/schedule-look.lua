#!lua flags=allow-oom
-- schedule-look: what schedules say, and what has become of them.
-- KEYS schedules ticks ticked
-- ARGV the cursor from which to read some, or '' and the id of one
-- RETURNS { now, the cursor for the rest or '0', (id, what it says, what has become of it, its next slot or '') of each }
local call = redis.call
local schedules, ticks, ticked = unpack(KEYS)
local time = call('TIME')
local cursor, pairs = '0', {}
if ARGV[1] == '' then
  local says = call('HGET', schedules, ARGV[2])
  if says then pairs = { ARGV[2], says } end
else
  local page = call('HSCAN', schedules, ARGV[1], 'COUNT', 100)
  cursor, pairs = page[1], page[2]
end
local found = {}
for i = 1, #pairs, 2 do
  local n = #found
  found[n + 1] = pairs[i]
  found[n + 2] = pairs[i + 1]
  found[n + 3] = call('HGET', ticked, pairs[i]) or 'over 0 0'
  found[n + 4] = call('ZSCORE', ticks, pairs[i]) or ''
end
return { time[1] * 1000 + math.floor(time[2] / 1000), cursor, found }
