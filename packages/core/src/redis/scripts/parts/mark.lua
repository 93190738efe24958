-- Notes in `tries` what a running job has besides its message: a run (r), a log (l), a checkpoint (c).
local function mark(tries, id, letters)
  local attempts, crashes, flags, words = string.match(redis.call('HGET', tries, id) or '0 0 -', '^(%d+) (%d+) (%S+)(.*)$')
  local marked = flags == '-' and '' or flags
  for letter in string.gmatch(letters, '%a') do
    if not string.find(marked, letter, 1, true) then marked = marked .. letter end
  end
  if marked ~= flags then redis.call('HSET', tries, id, attempts .. ' ' .. crashes .. ' ' .. marked .. words) end
end
