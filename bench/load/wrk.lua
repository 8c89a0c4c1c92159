-- Asks one thing again and again, and says at the end what wrk itself rounds away.
-- Arguments: the method; how long a connection rests between requests, in milliseconds; and a file of session tokens of
-- which every request carries the next one.
function init(args)
  wrk.method = args[1]
  local pause = tonumber(args[2])
  if pause > 0 then delay = function() return pause end end
  if args[3] == nil then return end
  local requests = {}
  for token in io.lines(args[3]) do
    wrk.headers["X-aws-ec2-metadata-token"] = token
    requests[#requests + 1] = wrk.format()
  end
  local at = 0
  request = function()
    at = at % #requests + 1
    return requests[at]
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"durationUs":%d,"p50Us":%d,"p99Us":%d,"maxUs":%d,"failures":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
