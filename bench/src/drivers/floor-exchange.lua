-- Promotes what is due, settles what finished and takes what there is room for, in one round trip. Ids are peeked,
-- messages read, and only then popped; every step works on the whole batch with one variadic command.
-- KEYS: waiting, active, leases, delayed, completed, meta, stats, gone, tries
-- ARGV: key prefix, worker id, want, how many completed jobs to keep, then id, token and record of each finished job
-- Returns ids, tokens, messages and tries of what was taken; nothing when there was nothing; `fenced` without a lease.
local call = redis.call
local waiting, active, leases, delayed, completed, meta, stats, gone, tries = unpack(KEYS)
local tag, wid, want, keep = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local time = call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)
if not call('ZSCORE', leases, wid) then return { 'fenced' } end
local due = call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, 100)
if #due > 0 then call('ZREM', delayed, unpack(due)); call('LPUSH', waiting, unpack(due)) end
if #ARGV > 4 then
  local ids, ended, records, n = {}, {}, {}, 0
  for i = 5, #ARGV, 3 do ids[#ids + 1] = ARGV[i] end
  local held = call('HMGET', active, unpack(ids))
  for i = 1, #ids do
    if held[i] == ARGV[3 * i + 3] then
      n = n + 1; ended[n] = ids[i]
      records[2 * n - 1] = tag .. 'end:' .. ids[i]; records[2 * n] = ARGV[3 * i + 4]
    end
  end
  if n > 0 then
    call('HDEL', active, unpack(ended))
    call('MSET', unpack(records))
    local kept = call('LPUSH', completed, unpack(ended))
    call('HINCRBY', stats, 'completed', n)
    call('PUBLISH', tag .. 'events', table.concat(ended, ','))
    if kept > keep then
      local over = math.min(kept - keep, 2000)
      local old, trash = call('LRANGE', completed, -over, -1), {}
      for i = 1, #old do trash[2 * i - 1] = tag .. 'job:' .. old[i]; trash[2 * i] = tag .. 'end:' .. old[i] end
      call('LTRIM', completed, 0, -over - 1)
      call('UNLINK', unpack(trash))
    end
  end
end
if want == 0 or call('HGET', meta, 'paused') then return {} end
local ids = call('LRANGE', waiting, -want, -1)
if #ids == 0 then return {} end
local names = {}
for i = 1, #ids do names[i] = tag .. 'job:' .. ids[i] end
local messages, tried = call('MGET', unpack(names)), call('HMGET', tries, unpack(ids))
if call('HLEN', gone) > 0 then return redis.error_reply('the floor removes nothing') end
call('LTRIM', waiting, 0, -#ids - 1)
local claim = math.max((call('HGET', meta, 'claims') or 0) + #ids, micros)
call('HSET', meta, 'claims', string.format('%.0f', claim))
local held, tokens = {}, {}
for i = 1, #ids do
  tokens[i] = string.format('%s/%.0f', wid, claim - i)
  held[2 * i - 1] = ids[i]; held[2 * i] = tokens[i]
end
call('HSET', active, unpack(held))
return { ids, tokens, messages, tried }
