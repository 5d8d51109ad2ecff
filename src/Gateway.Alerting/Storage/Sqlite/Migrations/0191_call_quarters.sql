-- The parts and sketches of an hour by its quarters: days, and hours of the day, begin at one in every time zone, India's and Nepal's too.
-- Kept as long as the minutes that they are folded from.
CREATE TABLE call_quarter_parts (
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

CREATE INDEX call_quarter_parts_by_value ON call_quarter_parts (dimension, value, bucket);

CREATE TABLE call_quarter_sketches (
    bucket   INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    model    INTEGER NOT NULL,
    latency  BLOB NOT NULL,
    ttft     BLOB NOT NULL,
    PRIMARY KEY (bucket, provider, model)
) WITHOUT ROWID;

-- All hours that still have minutes are folded again, in the background: the start does not wait for it.
INSERT OR IGNORE INTO unfolded_hours (bucket)
WITH RECURSIVE hours (bucket) AS (
    SELECT min(bucket) FROM call_hours WHERE bucket >= (SELECT min(bucket) FROM call_minutes)
    UNION ALL
    SELECT (SELECT min(bucket) FROM call_hours WHERE bucket > hours.bucket) FROM hours WHERE hours.bucket IS NOT NULL
)
SELECT bucket FROM hours WHERE bucket IS NOT NULL;
