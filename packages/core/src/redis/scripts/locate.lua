#!lua flags=allow-oom
-- locate: in which state a job is.
-- KEYS prioritized delayed suspects workers graves tries
-- ARGV tag id
-- RETURNS { state } with the terminal record behind it when it has ended; { 'missing' } when it is not there
local prioritized, delayed, suspects, workers, graves, tries = unpack(KEYS)
local tag, id = ARGV[1], ARGV[2]
-- PART runner-of
-- PART place-of
local record = redis.call('GET', tag .. 'end:' .. id)
if record then return { 'ended', record } end
local state = place_of(tag, prioritized, delayed, suspects, tries, runner_of(tag, workers, graves, id), id)
return { state }
