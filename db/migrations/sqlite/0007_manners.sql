-- Reviews and comments. What was hidden by those who manage the server keeps its row.
CREATE TABLE reviews (
    guild_id INTEGER NOT NULL,
    id INTEGER NOT NULL, -- of the interaction in which it was sent
    show_id TEXT NOT NULL,
    episode TEXT NOT NULL, -- its key; empty for the series
    member_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('review', 'comment')),
    title TEXT,
    body TEXT NOT NULL,
    verdict TEXT CHECK (verdict IN ('worth', 'mixed', 'skip')),
    spoils INTEGER NOT NULL CHECK (spoils IN (0, 1)),
    thanks INTEGER NOT NULL CHECK (thanks >= 0), -- changed in the same transaction as review_thanks
    reports INTEGER NOT NULL CHECK (reports >= 0), -- likewise
    kept_at INTEGER, -- when it was decided that it may stay as it reads; empty again once it is changed
    written_at INTEGER NOT NULL,
    edited_at INTEGER,
    hidden_at INTEGER,
    hidden_by INTEGER, -- who hid it; empty once that member was forgotten
    hidden_why TEXT,
    PRIMARY KEY (guild_id, id),
    CHECK ((kind = 'review') = (title IS NOT NULL AND verdict IS NOT NULL))
) WITHOUT ROWID, STRICT;

CREATE UNIQUE INDEX one_review_a_subject ON reviews (guild_id, member_id, show_id, episode) WHERE kind = 'review';
CREATE INDEX reviews_of_a_member ON reviews (guild_id, member_id, id);
-- Pages are counted out in these alone: of ten thousand texts none is read but the one that is shown.
CREATE INDEX reviews_of_a_show ON reviews (guild_id, show_id, id, hidden_at, member_id, reports);
CREATE INDEX reviews_of_a_show_by_thanks
    ON reviews (guild_id, show_id, thanks, id, hidden_at, member_id, reports);
CREATE INDEX reviews_of_a_subject
    ON reviews (guild_id, show_id, episode, id, hidden_at, member_id, reports, verdict);
CREATE INDEX reviews_of_a_subject_by_thanks
    ON reviews (guild_id, show_id, episode, thanks, id, hidden_at, member_id, reports);
CREATE INDEX reviews_reported ON reviews (guild_id, id) WHERE reports > 0;
CREATE INDEX reviews_hidden_by ON reviews (guild_id, hidden_by) WHERE hidden_by IS NOT NULL;

-- Which messages tell a channel of a text. They are deleted when it is changed, hidden or deleted.
CREATE TABLE review_posts (
    guild_id INTEGER NOT NULL,
    id INTEGER NOT NULL, -- of the interaction
    review_id INTEGER NOT NULL,
    channel_id INTEGER, -- empty once it was withdrawn
    message_id INTEGER, -- empty until Discord has told it
    posted_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, id),
    FOREIGN KEY (guild_id, review_id) REFERENCES reviews (guild_id, id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE INDEX review_posts_of_a_text ON review_posts (guild_id, review_id);

-- Who found what helpful.
CREATE TABLE review_thanks (
    guild_id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    thanked_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, review_id, member_id),
    FOREIGN KEY (guild_id, review_id) REFERENCES reviews (guild_id, id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE INDEX review_thanks_of_a_member ON review_thanks (guild_id, member_id);

-- What members reported to those who manage the server, until those have decided.
CREATE TABLE review_reports (
    guild_id INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    reason TEXT,
    reported_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, review_id, member_id),
    FOREIGN KEY (guild_id, review_id) REFERENCES reviews (guild_id, id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE INDEX review_reports_of_a_member ON review_reports (guild_id, member_id);

-- What was done by those who manage a server, and what was reported to them.
CREATE TABLE server_log (
    guild_id INTEGER NOT NULL,
    id INTEGER NOT NULL, -- of the interaction
    kind TEXT NOT NULL CHECK (kind IN ('setting', 'hidden', 'shown', 'reported', 'kept')),
    member_id INTEGER, -- who did it; empty once that member was forgotten
    subject TEXT NOT NULL, -- the setting's name, or the review's id
    before TEXT, -- of a setting: what is stored, empty for the default
    after TEXT,
    reason TEXT,
    logged_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, id)
) WITHOUT ROWID, STRICT;

CREATE INDEX server_log_by_subject ON server_log (guild_id, kind, subject, id);
CREATE INDEX server_log_of_a_member ON server_log (guild_id, member_id) WHERE member_id IS NOT NULL;

-- The servers that the bot is in, or was in a short while ago.
CREATE TABLE servers (
    guild_id INTEGER NOT NULL PRIMARY KEY,
    joined_at INTEGER NOT NULL,
    welcomed_at INTEGER, -- when it was said how to begin
    left_at INTEGER, -- when the bot was removed
    forgotten_at INTEGER, -- when deleting the server's rows began: that is finished, whoever comes back meanwhile
    CHECK (forgotten_at IS NULL OR left_at IS NOT NULL)
) WITHOUT ROWID, STRICT;

-- Where a feature met a missing permission, until somebody who manages the server was told.
CREATE TABLE server_faults (
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    feature TEXT NOT NULL,
    met_at INTEGER NOT NULL,
    told_at INTEGER,
    PRIMARY KEY (guild_id, channel_id, feature)
) WITHOUT ROWID, STRICT;

-- Messages of the bot's own that are to be deleted, because what they show was.
CREATE TABLE withdrawn_messages (
    guild_id INTEGER NOT NULL,
    id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, id)
) WITHOUT ROWID, STRICT;
