-- What analytics reads over long ranges. The writer adds sketches and tags with the calls; the parts are folded from call_hours afterwards,
-- in the background, so that they cost metering nothing.

-- Sums of one hour or day (UTC) split by one dimension alone: 0 nothing, 1 provider, 2 model, 3 route, 4 api_key, 5 user, 6 team.
-- value is the number of the name or key, 0 for none.
CREATE TABLE call_hour_parts (
    dimension        INTEGER NOT NULL,
    bucket           INTEGER NOT NULL,
    value            INTEGER NOT NULL,
    calls            INTEGER NOT NULL,
    errors           INTEGER NOT NULL,
    failures         INTEGER NOT NULL,
    rate_limited     INTEGER NOT NULL,
    overloaded       INTEGER NOT NULL,
    stream_errors    INTEGER NOT NULL,
    client_cancelled INTEGER NOT NULL,
    unpriced         INTEGER NOT NULL,
    uncached_input   INTEGER NOT NULL,
    cache_read       INTEGER NOT NULL,
    cache_write_5m   INTEGER NOT NULL,
    cache_write_1h   INTEGER NOT NULL,
    audio_input      INTEGER NOT NULL,
    text_output      INTEGER NOT NULL,
    reasoning        INTEGER NOT NULL,
    audio_output     INTEGER NOT NULL,
    cost_nano        INTEGER NOT NULL,
    latency_us       INTEGER NOT NULL,
    latency_max_us   INTEGER NOT NULL,
    ttft_count       INTEGER NOT NULL,
    ttft_us          INTEGER NOT NULL,
    PRIMARY KEY (dimension, bucket, value)
) WITHOUT ROWID;

-- A line of a chart is one value over many hours.
CREATE INDEX call_hour_parts_by_value ON call_hour_parts (dimension, value, bucket);

CREATE TABLE call_day_parts (
    dimension        INTEGER NOT NULL,
    bucket           INTEGER NOT NULL,
    value            INTEGER NOT NULL,
    calls            INTEGER NOT NULL,
    errors           INTEGER NOT NULL,
    failures         INTEGER NOT NULL,
    rate_limited     INTEGER NOT NULL,
    overloaded       INTEGER NOT NULL,
    stream_errors    INTEGER NOT NULL,
    client_cancelled INTEGER NOT NULL,
    unpriced         INTEGER NOT NULL,
    uncached_input   INTEGER NOT NULL,
    cache_read       INTEGER NOT NULL,
    cache_write_5m   INTEGER NOT NULL,
    cache_write_1h   INTEGER NOT NULL,
    audio_input      INTEGER NOT NULL,
    text_output      INTEGER NOT NULL,
    reasoning        INTEGER NOT NULL,
    audio_output     INTEGER NOT NULL,
    cost_nano        INTEGER NOT NULL,
    latency_us       INTEGER NOT NULL,
    latency_max_us   INTEGER NOT NULL,
    ttft_count       INTEGER NOT NULL,
    ttft_us          INTEGER NOT NULL,
    PRIMARY KEY (dimension, bucket, value)
) WITHOUT ROWID;

-- Latencies and times to first token as counts per logarithmic cell: pairs of variable-length numbers, the step to the cell and its count.
CREATE TABLE call_minute_sketches (
    bucket   INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    model    INTEGER NOT NULL,
    latency  BLOB NOT NULL,
    ttft     BLOB NOT NULL,
    PRIMARY KEY (bucket, provider, model)
) WITHOUT ROWID;

CREATE TABLE call_hour_sketches (
    bucket   INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    model    INTEGER NOT NULL,
    latency  BLOB NOT NULL,
    ttft     BLOB NOT NULL,
    PRIMARY KEY (bucket, provider, model)
) WITHOUT ROWID;

CREATE TABLE call_day_sketches (
    bucket   INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    model    INTEGER NOT NULL,
    latency  BLOB NOT NULL,
    ttft     BLOB NOT NULL,
    PRIMARY KEY (bucket, provider, model)
) WITHOUT ROWID;

-- A call counts for each of its tags. tag is a name; 0 stands for the tags of an hour that has too many different ones.
CREATE TABLE call_tag_hours (
    bucket           INTEGER NOT NULL,
    tag              INTEGER NOT NULL,
    calls            INTEGER NOT NULL,
    errors           INTEGER NOT NULL,
    failures         INTEGER NOT NULL,
    rate_limited     INTEGER NOT NULL,
    overloaded       INTEGER NOT NULL,
    stream_errors    INTEGER NOT NULL,
    client_cancelled INTEGER NOT NULL,
    unpriced         INTEGER NOT NULL,
    uncached_input   INTEGER NOT NULL,
    cache_read       INTEGER NOT NULL,
    cache_write_5m   INTEGER NOT NULL,
    cache_write_1h   INTEGER NOT NULL,
    audio_input      INTEGER NOT NULL,
    text_output      INTEGER NOT NULL,
    reasoning        INTEGER NOT NULL,
    audio_output     INTEGER NOT NULL,
    cost_nano        INTEGER NOT NULL,
    latency_us       INTEGER NOT NULL,
    latency_max_us   INTEGER NOT NULL,
    ttft_count       INTEGER NOT NULL,
    ttft_us          INTEGER NOT NULL,
    PRIMARY KEY (bucket, tag)
) WITHOUT ROWID;

-- Hours whose calls have changed since they were folded, with the running one. from_log: sketches are to be made from the call log,
-- because the calls are older than these tables.
CREATE TABLE unfolded_hours (
    bucket   INTEGER PRIMARY KEY,
    from_log INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE unfolded_days (
    bucket INTEGER PRIMARY KEY
);

-- One look-up an hour, however many rows it has: the start does not wait for the folding itself.
INSERT INTO unfolded_hours (bucket, from_log)
WITH RECURSIVE hours (bucket) AS (
    SELECT min(bucket) FROM call_hours
    UNION ALL
    SELECT (SELECT min(bucket) FROM call_hours WHERE bucket > hours.bucket) FROM hours WHERE hours.bucket IS NOT NULL
)
SELECT bucket, 1 FROM hours WHERE bucket IS NOT NULL;
