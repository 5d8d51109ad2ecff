-- Instants are unix milliseconds, durations microseconds, money nano-dollars, flags 0/1.
-- Words that repeat are stored once and referred to by number: that keeps a call far below 300 bytes.

-- Provider, dialect, operation, route, models, user, team and error type. Never pruned: rollups refer to it for years.
CREATE TABLE names (
    id    INTEGER PRIMARY KEY,
    value TEXT NOT NULL UNIQUE
);

-- key_id is the keyed hash, label what people see; either may be unknown ('').
CREATE TABLE api_keys (
    id     INTEGER PRIMARY KEY,
    key_id TEXT NOT NULL,
    label  TEXT NOT NULL,
    UNIQUE (label, key_id)
);

-- Sessions and tag sets can be as many as calls, so retention prunes those that no call refers to any more.
CREATE TABLE sessions (
    id    INTEGER PRIMARY KEY,
    value TEXT NOT NULL UNIQUE
);

-- value is a JSON array of strings.
CREATE TABLE tag_sets (
    id    INTEGER PRIMARY KEY,
    value TEXT NOT NULL UNIQUE
);

CREATE TABLE calls (
    seq            INTEGER PRIMARY KEY,
    id             NOT NULL,             -- 16 bytes when it is a lower-case "N" GUID, else text
    started_at     INTEGER NOT NULL,
    provider       INTEGER NOT NULL,
    dialect        INTEGER NOT NULL,
    operation      INTEGER NOT NULL,
    route          INTEGER NOT NULL,
    request_model  INTEGER,
    response_model INTEGER,
    streaming      INTEGER NOT NULL,
    status_code    INTEGER NOT NULL,
    outcome        INTEGER NOT NULL,
    error_type     INTEGER,
    latency_us     INTEGER NOT NULL,
    ttft_us        INTEGER,
    bytes_in       INTEGER NOT NULL,
    bytes_out      INTEGER NOT NULL,
    uncached_input INTEGER NOT NULL,
    cache_read     INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    audio_input    INTEGER NOT NULL,
    text_output    INTEGER NOT NULL,
    reasoning      INTEGER NOT NULL,
    audio_output   INTEGER NOT NULL,
    token_source   INTEGER NOT NULL,
    cost_nano      INTEGER,
    price_status   INTEGER NOT NULL,
    user           INTEGER,
    team           INTEGER,
    session        INTEGER,
    tags           INTEGER,
    api_key        INTEGER,
    ended_us       INTEGER GENERATED ALWAYS AS (started_at * 1000 + latency_us) VIRTUAL
);

CREATE UNIQUE INDEX calls_by_id ON calls (id);
CREATE INDEX calls_by_start ON calls (started_at);
CREATE INDEX calls_by_end ON calls (ended_us);
CREATE INDEX calls_by_user ON calls (user, started_at) WHERE user IS NOT NULL;
CREATE INDEX calls_by_session ON calls (session, started_at) WHERE session IS NOT NULL;
CREATE INDEX calls_by_tags ON calls (tags) WHERE tags IS NOT NULL;
