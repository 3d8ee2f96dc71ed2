// The rules of `tag-record.ts`, in Lua, by the server's clock. A record is its bare version, or JSON
// {"v": version, "m": [[id, kind, ends at], ...]} while there are marks; `PX` is its last end.
const PRELUDE = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local keptFor = 2592000000

local function load(key)
  local raw = redis.call('GET', key)
  if not raw then return nil, {}, false end
  if string.sub(raw, 1, 1) ~= '{' then return raw, {}, false end
  local record = cjson.decode(raw)
  local live, ended = {}, false
  for _, mark in ipairs(record.m) do
    if mark[3] > now then live[#live + 1] = mark else ended = true end
  end
  return record.v, live, ended
end

local function save(key, version, marks)
  if #marks == 0 then
    redis.call('SET', key, version, 'PX', keptFor)
    return
  end
  local last = 0
  for _, mark in ipairs(marks) do if mark[3] > last then last = mark[3] end end
  redis.call('SET', key, cjson.encode({ v = version, m = marks }), 'PX', last - now)
end
`;

/** KEYS: records; ARGV[1]: the steps as JSON. All of them happen, or none. */
export const APPLY_SCRIPT = `${PRELUDE}
local steps = cjson.decode(ARGV[1])
for i, key in ipairs(KEYS) do
  local step = steps[i]
  local version, live, ended = load(key)
  local gone, marks = {}, {}
  for _, id in ipairs(step.r) do gone[id] = true end
  for _, mark in ipairs(step.a) do gone[mark[1]] = true end
  for _, mark in ipairs(live) do
    if not gone[mark[1]] then marks[#marks + 1] = mark end
  end
  for _, mark in ipairs(step.a) do marks[#marks + 1] = { mark[1], mark[2], now + mark[3] } end
  if version and not ended and not step.b then save(key, version, marks)
  elseif version or ended or #marks > 0 then save(key, step.f, marks) end
end
return 1
`;

/** KEYS: records; ARGV[1]: a fresh version. Creates only what is missing or has ended. */
export const ENSURE_SCRIPT = `${PRELUDE}
local states = {}
for i, key in ipairs(KEYS) do
  local version, live, ended = load(key)
  if not version or ended then
    version = ARGV[1]
    save(key, version, live)
  end
  local marked, cautious = 0, 0
  for _, mark in ipairs(live) do
    if mark[2] ~= 'ending' then
      cautious = 1
      if mark[2] ~= 'caution' then marked = 1 end
    end
  end
  states[i] = { version, marked, cautious, #live > 0 and 1 or 0 }
end
return states
`;

/**
 * KEYS: a note of the server last met, the record of the tag that every entry carries; ARGV[1]: a
 * fresh version. A server restored to an earlier state, or one promoted, is another server, and
 * then nothing stored before is believed.
 */
export const MEET_SERVER_SCRIPT = `${PRELUDE}
local info = redis.call('INFO', 'server') .. redis.call('INFO', 'replication')
local identity = string.match(info, 'run_id:(%w+)') .. ':' .. string.match(info, 'master_replid:(%w+)')
if redis.call('GET', KEYS[1]) == identity then return 0 end
local version, live = load(KEYS[2])
if #live > 0 then save(KEYS[2], ARGV[1], live) else redis.call('DEL', KEYS[2]) end
redis.call('SET', KEYS[1], identity)
return 1
`;
