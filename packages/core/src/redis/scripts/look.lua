#!lua flags=allow-oom
-- look: how jobs ended, or whether they still live.
-- KEYS meta
-- ARGV tag, then ids
-- RETURNS for each id its terminal record, 'live', or '' when it is not there
local call = redis.call
local names, answers = {}, {}
for i = 2, #ARGV do names[i - 1] = ARGV[1] .. 'end:' .. ARGV[i] end
local ends = call('MGET', unpack(names))
for i = 1, #names do
  answers[i] = ends[i] or (call('EXISTS', ARGV[1] .. 'job:' .. ARGV[i + 1]) == 1 and 'live' or '')
end
return answers
