import { LAST_EPOCH, SEALED_ENTRY_ID } from '#lib/kinesis';
import { EPOCHS_PER_RUN } from '#lib/ports';
import { redisScript } from './redis-script.js';

/**
 * Appends one of the two control entries, `claimed` or `sealed`, in one step with reading the log's last id: no append
 * can come in between, so both are exact and the last id alone says where the log stands.
 *
 * KEYS[1]  the shard's log
 * ARGV[1]  `claim` or `seal`
 * ARGV[2]  claim: the owner, for people
 * ARGV[3]  claim: the token, 16 hex digits
 * ARGV[4]  claim: the run of Redis that the claim depends on; `disk` where it outlives every run
 *
 * Returns  {'CLAIMED', id of the claim}
 *          {'SEALED', last id before the seal}: sealed now or before, also in answer to a claim
 *          {'EXHAUSTED', last id}: no epoch is left
 *          {'GONE'}: the log does not exist
 *
 * The first entry of an epoch is its claim (or `opened`). Where that was written in another run, or was trimmed, a claim
 * may be forgotten, and the epoch is raised by 64: none comes twice. The index stays text: Lua's numbers end at 2^53.
 */
export const CLAIM_SCRIPT = redisScript(`
local log, mode, owner, token, run = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local greatest = '${SEALED_ENTRY_ID}'

if redis.call('EXISTS', log) == 0 then return {'GONE'} end

local function field(fields, name)
  for i = 1, #fields, 2 do
    if fields[i] == name then return fields[i + 1] end
  end
end

local stream = redis.call('XINFO', 'STREAM', log)
local last = field(stream, 'last-generated-id')
if last == greatest then
  return {'SEALED', field(field(stream, 'last-entry')[2], 'sealed')}
end
if mode == 'seal' then
  redis.call('XADD', log, 'NOMKSTREAM', greatest, 'sealed', last)
  return {'SEALED', last}
end

local epoch, second, index = string.sub(last, 1, 7), string.sub(last, 8, 17), string.sub(last, 19)
local first = redis.call('XRANGE', log, epoch .. '0000000000-0', '+', 'COUNT', 1)[1]
local step = 1
if not first or field(first[2], 'run') ~= run then step = ${EPOCHS_PER_RUN} end
epoch = tonumber(epoch) + step
if epoch > ${LAST_EPOCH} then return {'EXHAUSTED', last} end

second = math.max(tonumber(second), tonumber(redis.call('TIME')[1]))
local id = string.format('%07d%010d-%s', epoch, second, index)
redis.call('XADD', log, 'NOMKSTREAM', id, 'claimed', owner, 'token', token, 'run', run)
return {'CLAIMED', id}
`);
