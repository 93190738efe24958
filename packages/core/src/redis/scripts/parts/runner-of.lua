-- Whose hands a job is in, or nil when it does not run: workers that live, and dead ones that still hold something.
local function runner_of(tag, workers, graves, id)
  for _, wid in ipairs(redis.call('HKEYS', workers)) do
    if redis.call('HEXISTS', tag .. 'active:' .. wid, id) == 1 then return wid end
  end
  for _, wid in ipairs(redis.call('ZRANGE', graves, 0, -1)) do
    if redis.call('HEXISTS', tag .. 'active:' .. wid, id) == 1 then return wid end
  end
end
