/** Longer than any mark, and renewed whenever one is set; losing a version only makes things colder. */
export const RECORD_TTL_MS = 30 * 24 * 3_600_000;

// The rules of `tag-record.ts`, in Lua, by the server's clock (decision 0010). KEYS name each record
// by two keys: its own, and the one that keeps its marks for longer where they end at different times.
const PRELUDE = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local keptFor = ${RECORD_TTL_MS}

local function load(key, marksKey)
  local raw = redis.call('GET', key)
  if raw and string.sub(raw, 1, 1) ~= '{' then return raw, {}, false end
  local text = raw or redis.call('GET', marksKey)
  if not text then return nil, {}, false end
  local read, record = pcall(cjson.decode, text)
  if not read or type(record.v) ~= 'string' or type(record.m) ~= 'table' then return nil, {}, true end
  local live, ended = {}, not raw
  for _, mark in ipairs(record.m) do
    if tonumber(mark[3]) and mark[3] > now then live[#live + 1] = mark else ended = true end
  end
  return record.v, live, ended
end

local function save(key, marksKey, version, marks)
  local first, last
  for _, mark in ipairs(marks) do
    if not first or mark[3] < first then first = mark[3] end
    if not last or mark[3] > last then last = mark[3] end
  end
  local text = first and cjson.encode({ v = version, m = marks }) or version
  redis.call('SET', key, text, 'PX', first and first - now or keptFor)
  if first == last then redis.call('DEL', marksKey)
  else redis.call('SET', marksKey, text, 'PX', last - now) end
  return text
end

local function announce(generationKey, generation, keys)
  local previous = redis.call('GET', generationKey) or ''
  redis.call('SET', generationKey, generation, 'PX', keptFor)
  local message = cjson.encode({ previous = previous, next = generation, keys = keys })
  redis.pcall('PUBLISH', generationKey, message)
end
`;

/**
 * KEYS: the generation, then the records; ARGV: the steps as JSON, a fresh generation. Everything is
 * reckoned before anything is written, so that all steps happen, or none.
 */
export const APPLY_SCRIPT = `${PRELUDE}
local records, told = {}, {}
for i, step in ipairs(cjson.decode(ARGV[1])) do
  local key, marksKey = KEYS[2 * i], KEYS[2 * i + 1]
  local record = records[key]
  if not record then
    local version, live, ended = load(key, marksKey)
    record = { marksKey = marksKey, version = version, marks = live, ended = ended }
    records[key] = record
  end
  local gone, marks = {}, {}
  for _, id in ipairs(step.r) do gone[id] = true end
  for _, mark in ipairs(step.a) do gone[mark[1]] = true end
  for _, mark in ipairs(record.marks) do
    if not gone[mark[1]] then marks[#marks + 1] = mark end
  end
  for _, mark in ipairs(step.a) do marks[#marks + 1] = { mark[1], mark[2], now + mark[3] } end
  local known = record.version or record.ended
  if (known and (step.b or record.ended)) or (not known and #marks > 0) then record.version = step.f end
  record.marks, record.ended = marks, false
  if step.b or #step.a > 0 then told[#told + 1] = key end
end
for key, record in pairs(records) do
  if record.version then save(key, record.marksKey, record.version, record.marks) end
end
if #told > 0 then announce(KEYS[1], ARGV[2], told) end
return #told
`;

/**
 * KEYS: records; ARGV: a fresh version. Creates only what is missing or has ended, and answers with
 * the records as a reader would find them.
 */
export const ENSURE_SCRIPT = `${PRELUDE}
local texts = {}
for i = 1, #KEYS, 2 do
  local version, live, ended = load(KEYS[i], KEYS[i + 1])
  if version and not ended then texts[#texts + 1] = redis.call('GET', KEYS[i])
  else texts[#texts + 1] = save(KEYS[i], KEYS[i + 1], ARGV[1], live) end
end
return texts
`;

/**
 * KEYS: a note of the server last met, the generation, the record of the tag that every entry
 * carries; ARGV: a fresh version, a fresh generation. A server restored to an earlier state, or one
 * promoted, is another server, and then nothing stored before is believed.
 */
export const MEET_SERVER_SCRIPT = `${PRELUDE}
local info = redis.call('INFO', 'server') .. redis.call('INFO', 'replication')
if not string.find(info, 'role:master', 1, true) then
  return redis.error_reply('READONLY This server is a replica, and versions are never read from one.')
end
local run, replication = string.match(info, 'run_id:(%w+)'), string.match(info, 'master_replid:(%w+)')
if not run or not replication then
  return redis.error_reply('ERR This server does not say by INFO which one it is.')
end
local identity = run .. ':' .. replication
if redis.call('GET', KEYS[1]) == identity then return 0 end
local version, live, ended = load(KEYS[3], KEYS[4])
if version or ended then save(KEYS[3], KEYS[4], ARGV[1], live) end
announce(KEYS[2], ARGV[2], { KEYS[3] })
redis.call('SET', KEYS[1], identity)
return 1
`;

/** KEYS: a lease; ARGV: who takes or prolongs it, for how many milliseconds. */
export const TAKE_LEASE_SCRIPT = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;

/** KEYS: a lease; ARGV: who lets go. */
export const RELEASE_LEASE_SCRIPT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`;

/** KEYS: an entry, a lease; ARGV: the entry, its milliseconds to live, who lets go. */
export const WRITE_AND_RELEASE_SCRIPT = `
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if redis.call('GET', KEYS[2]) == ARGV[3] then redis.call('DEL', KEYS[2]) end
return 1
`;
