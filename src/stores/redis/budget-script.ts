import { LOOK_AGAIN_MS, TOLD_APART_MS } from "../rate-budget.ts";
import { LIMIT_BELIEVED_MS, SLACK_MS } from "../rate-budget-news.ts";
import { LONGEST_MS } from "../tidy-budget-call.ts";

/** What was learned of a budget is of use longer than its requests count. */
const KEPT_MS = 7 * 24 * 3_600_000;
/** Under way, then perhaps late, then counted. */
const LONGEST_COUNTED_MS = 3 * LONGEST_MS;

/**
 * The rules of `rate-budget.ts`, in Lua, by the server's clock (decision 0013). KEYS: a hash of what is
 * known; a sorted set of permits, by the moment by which each request has arrived. ARGV: the call as JSON.
 */
export const BUDGET_SCRIPT = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local knownKey, permitsKey = KEYS[1], KEYS[2]
local call = cjson.decode(ARGV[1])
local names = { 'at', 'limit', 'limitToldAt', 'windowMs', 'blockedUntil', 'pacedAt',
  'endsFrom', 'endsBy', 'used', 'answered', 'othersBefore' }
local moments = { 'limitToldAt', 'blockedUntil', 'pacedAt', 'endsFrom', 'endsBy' }

if redis.call('TYPE', knownKey).ok ~= 'hash' then redis.call('DEL', knownKey) end
if redis.call('TYPE', permitsKey).ok ~= 'zset' then redis.call('DEL', permitsKey) end

local known = {}
for i, text in ipairs(redis.call('HMGET', knownKey, unpack(names))) do
  local value = text and tonumber(text)
  if value and math.abs(value) < 2 ^ 53 then known[names[i]] = value end
end
if known.windowMs and known.windowMs <= 0 then known.windowMs = nil end
if known.limit and known.limit < 0 then known.limit = nil end

local function windowMs() return known.windowMs or call.assumed.windowMs end
local function permits(from, to) return redis.call('ZRANGE', permitsKey, from, to, 'WITHSCORES') end

local back = (known.at or now) - now
if back > 0 then
  for _, name in ipairs(moments) do known[name] = known[name] and known[name] - back end
  local all = permits(0, -1)
  for i = 1, #all, 2 do redis.call('ZADD', permitsKey, all[i + 1] - back, all[i]) end
end
for _, name in ipairs(moments) do
  if known[name] and known[name] > now + ${LONGEST_MS} then known[name] = nil end
end
for _, name in ipairs({ 'endsFrom', 'used', 'answered', 'othersBefore' }) do
  if not known[name] then known.endsBy = nil end
end

local function others(endsBy)
  return endsBy and math.max(0, known.used - known.answered) or 0
end

local function hear(news, sentAt, endedAt)
  local limit, resetMs, window = news.limit, news.resetMs, windowMs()
  local believed = (known.limitToldAt or -math.huge) + ${LIMIT_BELIEVED_MS} > now
  if limit > 0 then known.limit, known.limitToldAt = limit, now end
  if news.blocked then
    local till = endedAt + (resetMs > 0 and resetMs or window)
    known.blockedUntil = math.max(known.blockedUntil or till, till)
    return
  end
  if limit == 0 then
    if not believed then known.limit = 0 end
    return
  end
  local used = limit - news.remaining
  if used <= 0 or resetMs <= 0 then return end
  local from, by = sentAt + resetMs - ${SLACK_MS}, endedAt + resetMs
  if not known.endsBy or from > known.endsBy then
    known.othersBefore = others(known.endsBy)
    known.endsFrom, known.endsBy, known.used, known.answered = from, by, used, 1
  elseif by >= known.endsFrom then
    known.endsFrom, known.endsBy = math.max(known.endsFrom, from), math.min(known.endsBy, by)
    known.used, known.answered = math.max(known.used, used), known.answered + 1
  end
  if used == 1 or resetMs > window then known.windowMs = resetMs end
end

for _, ended in ipairs(call.ended) do
  if ended.outcome == 'unsent' then redis.call('ZREM', permitsKey, ended.permit)
  else
    local endedAt = now - ended.agoMs
    local arrivedBy = endedAt + (ended.outcome == 'unanswered' and windowMs() or 0)
    local score = tonumber(redis.call('ZSCORE', permitsKey, ended.permit) or nil)
    local isTold = score and score <= now
    redis.call('ZADD', permitsKey, isTold and math.max(score, arrivedBy) or arrivedBy, ended.permit)
    if ended.news and not isTold then hear(ended.news, endedAt - ended.tookMs, endedAt) end
  end
end

local window = windowMs()
redis.call('ZREMRANGEBYSCORE', permitsKey, '-inf', now - window)
redis.call('ZREMRANGEBYSCORE', permitsKey, now + ${LONGEST_COUNTED_MS}, '+inf')

local wanted = call.wanted
local limit = known.limit or call.assumed.limit
local isBlocked = known.blockedUntil ~= nil and known.blockedUntil > now

local function othersNow()
  local endsBy = known.endsBy
  if not endsBy or window < ${TOLD_APART_MS} then return 0 end
  local found = others(endsBy)
  if now < endsBy then return wanted.paced and math.max(found, known.othersBefore) or found end
  return wanted.paced and now < endsBy + window and found or 0
end

local function roomIn(count, foreign)
  local function freeAt(index)
    if index <= 0 then return now end
    local score = permits(index - 1, index - 1)[2]
    return score and score + window or math.huge
  end
  local endsBy = known.endsBy or now
  local othersUntil = endsBy > now and endsBy or endsBy + window
  local at = freeAt(count)
  if foreign > 0 then at = math.min(at, math.max(othersUntil, freeAt(count - foreign))) end
  local last = tonumber(permits(-1, -1)[2] or now)
  return math.ceil(last > now and math.min(at - now, ${LOOK_AGAIN_MS}) or at - now)
end

local function waitMs()
  if isBlocked then return math.ceil(known.blockedUntil - now) end
  if limit == 0 then return 0 end
  local ceiling = math.max(1, math.floor(limit * wanted.share))
  local foreign = othersNow()
  local used = redis.call('ZCARD', permitsKey) + foreign
  if used >= ceiling then return roomIn(used - ceiling + 1, foreign) end
  local gap = wanted.paced and (window * (2 * used - ceiling)) / (limit * ceiling) or 0
  return math.max(0, math.ceil((known.pacedAt or -math.huge) + gap - now))
end

local wait = wanted and waitMs() or 0
local isGranted = wanted ~= nil and wait == 0
if isGranted and limit > 0 then
  redis.call('ZADD', permitsKey, now + wanted.longestMs + window, wanted.permit)
  if wanted.paced then known.pacedAt = now end
end

known.at = now
local fields = {}
for _, name in ipairs(names) do
  if known[name] then
    fields[#fields + 1] = name
    fields[#fields + 1] = known[name]
  end
end
redis.call('DEL', knownKey)
redis.call('HSET', knownKey, unpack(fields))
redis.call('PEXPIRE', knownKey, ${KEPT_MS})
local last = permits(-1, -1)[2]
if last then redis.call('PEXPIRE', permitsKey, math.ceil(last + window - now)) end
return { isGranted and 1 or 0, wait, isBlocked and 1 or 0, limit }
`;
