-- Where a job stands that has not ended, and its score there. No list is searched: what is nowhere else is waiting. `wid`: who runs it, or nil.
local function place_of(tag, prioritized, delayed, suspects, tries, wid, id)
  local call = redis.call
  if call('EXISTS', tag .. 'job:' .. id) == 0 then return 'missing', '' end
  local score = call('ZSCORE', delayed, id)
  if score then return 'delayed', score end
  score = call('ZSCORE', prioritized, id)
  if score then return 'prioritized', score end
  if wid then return 'active', '' end
  if string.find(call('HGET', tries, id) or '', ' h', 1, true) then return 'parked', '' end
  -- Suspects are few: their list is read, not searched for in a long one.
  for _, suspect in ipairs(call('LRANGE', suspects, 0, 999)) do if suspect == id then return 'suspect', '' end end
  return 'waiting', ''
end
