-- Of the history of a job, how many attempts and how many crashes stay.
local HISTORY = 20

-- A crash goes into the history of a job, which is freed with its run; returns the letters of the job, `r` for a run among them.
local function note_crash(tag, id, crash, wid, stamp, flags)
  redis.call('HSET', tag .. 'run:' .. id, 'c' .. crash, '[' .. crash .. ',"' .. wid .. '",' .. stamp .. ']')
  redis.call('HDEL', tag .. 'run:' .. id, 'c' .. crash - HISTORY)
  if string.find(flags, 'r', 1, true) then return flags end
  return (flags == '-' and '' or flags) .. 'r'
end

-- What stands in the record of a job that fails for a crash.
local function worker_died(why)
  return '{"name":"WorkerDiedError","message":"its worker ' .. why .. '","code":"ERR_WORKER_DIED"}'
end
