-- Adds a batch of jobs. A message is an immutable STRING, written with NX so that a resent call adds nothing twice.
-- KEYS: waiting
-- ARGV: key prefix, then id and message of each job
-- Returns how many were new.
local fresh, n = {}, 0
for i = 2, #ARGV, 2 do
  if redis.call('SET', ARGV[1] .. 'job:' .. ARGV[i], ARGV[i + 1], 'NX') then n = n + 1; fresh[n] = ARGV[i] end
end
for i = 1, n, 1000 do redis.call('LPUSH', KEYS[1], unpack(fresh, i, math.min(i + 999, n))) end
return n
