#!lua flags=allow-oom
-- give-back: a worker whose main thread is blocked returns what a blocked read moved to it and no exchange has adopted.
-- KEYS leases waiting pending
-- ARGV wid
-- RETURNS how many went back
local call = redis.call
local leases, waiting, pending = unpack(KEYS)
if not call('ZSCORE', leases, ARGV[1]) then return 0 end
call('LLEN', waiting)
local ids = {}
for _, id in ipairs(call('LRANGE', pending, -100, -1)) do if id ~= '' then ids[#ids + 1] = id end end
call('LTRIM', pending, 0, -101)
if #ids > 0 then call('RPUSH', waiting, unpack(ids)) end
return #ids
