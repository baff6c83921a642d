import { redisScript } from './redis-script.js';

/**
 * Appends one version to the control log if it is the next one.
 *
 * KEYS[1]  the control log
 * ARGV[1]  the version the writer knows
 * ARGV[2]  the events, JSON
 *
 * Returns  the version before the call as text; the events were appended exactly if that is ARGV[1]
 *
 * A plain XADD at version + 1 would refuse the second writer of a version too, but would also step over a gap where
 * Redis has lost its newest versions, and nobody would notice.
 */
export const CONTROL_APPEND_SCRIPT = redisScript(`
local log, known, events = KEYS[1], ARGV[1], ARGV[2]
local version = '0'
if redis.call('EXISTS', log) == 1 then
  local stream = redis.call('XINFO', 'STREAM', log)
  for i = 1, #stream, 2 do
    if stream[i] == 'last-generated-id' then version = string.match(stream[i + 1], '^%d+') end
  end
end
if version == known then
  redis.call('XADD', log, string.format('%d-0', tonumber(known) + 1), 'events', events)
end
return version
`);

/**
 * Keeps a snapshot of the control log unless a newer one is there.
 *
 * KEYS[1]  the snapshot, a hash of `version` and `state`
 * ARGV[1]  version
 * ARGV[2]  state
 */
export const KEEP_SNAPSHOT_SCRIPT = redisScript(`
local version = redis.call('HGET', KEYS[1], 'version')
if version and tonumber(version) >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'state', ARGV[2])
return 1
`);
