-- Polls in channels. A closed one is kept, for its results.
CREATE TABLE polls (
    guild_id INTEGER NOT NULL,
    id INTEGER NOT NULL, -- of the interaction that made it
    channel_id INTEGER NOT NULL,
    message_id INTEGER, -- not known until Discord has answered
    result_id INTEGER, -- the message with the result, once it was posted
    author_id INTEGER NOT NULL,
    question TEXT NOT NULL,
    show_id TEXT, -- where the options are episodes
    choices INTEGER NOT NULL CHECK (choices >= 1), -- how many one may choose
    anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    reveal TEXT NOT NULL, -- always, voted or closed
    voters INTEGER NOT NULL CHECK (voters >= 0), -- changed in the same transaction as the votes
    opened_at INTEGER NOT NULL,
    closes_at INTEGER,
    closed_at INTEGER,
    edited_at INTEGER NOT NULL, -- when the message was last brought up to date
    PRIMARY KEY (guild_id, id)
) WITHOUT ROWID, STRICT;

CREATE INDEX polls_open ON polls (guild_id, id) WHERE closed_at IS NULL;
CREATE INDEX polls_closed ON polls (guild_id, closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE poll_options (
    guild_id INTEGER NOT NULL,
    poll_id INTEGER NOT NULL,
    number INTEGER NOT NULL, -- from 0
    content TEXT NOT NULL, -- an episode's key, or what the author wrote
    votes INTEGER NOT NULL CHECK (votes >= 0), -- changed in the same transaction as the votes
    PRIMARY KEY (guild_id, poll_id, number),
    FOREIGN KEY (guild_id, poll_id) REFERENCES polls (guild_id, id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

-- One row for each poll, member and option.
CREATE TABLE poll_votes (
    guild_id INTEGER NOT NULL,
    poll_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    cast_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, poll_id, member_id, number),
    FOREIGN KEY (guild_id, poll_id, number) REFERENCES poll_options (guild_id, poll_id, number) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE INDEX poll_votes_of_an_option ON poll_votes (guild_id, poll_id, number, cast_at, member_id);
CREATE INDEX poll_votes_of_a_member ON poll_votes (guild_id, member_id);
