#!lua flags=allow-oom
-- recall: messages and tries of claims whose reply was lost, so that they can run under the token they have.
-- KEYS tries
-- ARGV tag, then ids
-- RETURNS { messages, tries }
local names, ids = {}, {}
for i = 2, #ARGV do
  ids[i - 1] = ARGV[i]
  names[i - 1] = ARGV[1] .. 'job:' .. ARGV[i]
end
return { redis.call('MGET', unpack(names)), redis.call('HMGET', KEYS[1], unpack(ids)) }
