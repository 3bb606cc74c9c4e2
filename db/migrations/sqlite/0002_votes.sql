-- What servers set for themselves; what is not here has its default in the code.
CREATE TABLE server_settings (
    guild_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (guild_id, name)
) WITHOUT ROWID, STRICT;

-- One row for each member, episode and server. A vote that was withdrawn keeps its row, without a score, so that
-- it can be undone.
CREATE TABLE votes (
    guild_id INTEGER NOT NULL,
    show_id TEXT NOT NULL,
    episode TEXT NOT NULL, -- its key, s1e26
    member_id INTEGER NOT NULL,
    score INTEGER CHECK (score BETWEEN 1 AND 10),
    former INTEGER CHECK (former BETWEEN 1 AND 10), -- the score before the last change
    version INTEGER NOT NULL, -- counts the changes, from 1
    cast_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, show_id, episode, member_id)
) WITHOUT ROWID, STRICT;

CREATE INDEX votes_of_a_member ON votes (guild_id, member_id, show_id, changed_at);

-- The sums of each episode's votes, changed in the same transaction as the vote: a ranking costs by episodes.
CREATE TABLE vote_totals (
    guild_id INTEGER NOT NULL,
    show_id TEXT NOT NULL,
    episode TEXT NOT NULL,
    votes INTEGER NOT NULL,
    total INTEGER NOT NULL, -- sum of the scores
    squares INTEGER NOT NULL, -- sum of their squares
    s1 INTEGER NOT NULL, -- how many votes of score 1, and so on
    s2 INTEGER NOT NULL,
    s3 INTEGER NOT NULL,
    s4 INTEGER NOT NULL,
    s5 INTEGER NOT NULL,
    s6 INTEGER NOT NULL,
    s7 INTEGER NOT NULL,
    s8 INTEGER NOT NULL,
    s9 INTEGER NOT NULL,
    s10 INTEGER NOT NULL,
    PRIMARY KEY (guild_id, show_id, episode),
    CHECK (min(votes, total, squares, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10) >= 0)
) WITHOUT ROWID, STRICT;

-- Vote panels in channels. A closed one keeps its row until its result stands in the channel.
CREATE TABLE panels (
    guild_id INTEGER NOT NULL,
    id INTEGER NOT NULL, -- of the interaction that opened it
    channel_id INTEGER NOT NULL,
    message_id INTEGER, -- not known until Discord has answered
    show_id TEXT NOT NULL,
    episode TEXT NOT NULL,
    opened_by INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    closes_at INTEGER,
    closed_at INTEGER,
    result TEXT, -- how it was voted on when it closed: the ten counts, separated by spaces
    posted_at INTEGER, -- when the result was posted
    edited_at INTEGER NOT NULL, -- when the message was last brought up to date
    PRIMARY KEY (guild_id, id)
) WITHOUT ROWID, STRICT;

CREATE INDEX panels_open ON panels (guild_id, show_id, episode) WHERE closed_at IS NULL;

-- Work to be done at a time. Claiming a row moves its time to the end of the lease.
CREATE TABLE due (
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL, -- who does it: <feature>:<verb>
    subject_id INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (guild_id, kind, subject_id)
) WITHOUT ROWID, STRICT;

CREATE INDEX due_in_order ON due (due_at);
