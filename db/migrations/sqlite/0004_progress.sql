-- Who takes part in a server, from the first mark or vote on. A row without `joined_at` holds the choice of
-- somebody who has yet to join.
CREATE TABLE members (
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    visible INTEGER NOT NULL CHECK (visible IN (0, 1)), -- whether the server may see their progress
    number INTEGER, -- counts those who joined, in order: the order of equals on the board
    joined_at INTEGER,
    PRIMARY KEY (guild_id, member_id),
    CHECK ((number IS NULL) = (joined_at IS NULL))
) WITHOUT ROWID, STRICT;

CREATE UNIQUE INDEX members_in_order ON members (guild_id, number) WHERE number IS NOT NULL;

-- One row for each episode that a member has ever marked in a server. One that was taken back keeps its row, so
-- that it can be undone.
CREATE TABLE marks (
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    show_id TEXT NOT NULL,
    episode TEXT NOT NULL, -- its key, s1e26
    watched INTEGER NOT NULL CHECK (watched IN (0, 1)),
    source TEXT NOT NULL, -- hand, vote, party or import
    marked_at INTEGER NOT NULL, -- for the first time
    change_id INTEGER NOT NULL, -- of the interaction that changed the row last
    PRIMARY KEY (guild_id, member_id, show_id, episode)
) WITHOUT ROWID, STRICT;

-- The spoiler rule takes a member's marks of all servers together.
CREATE INDEX marks_everywhere ON marks (member_id, show_id, episode) WHERE watched = 1;
CREATE INDEX marks_in_order ON marks (guild_id, show_id, episode, marked_at, member_id) WHERE watched = 1;

-- All that follows is counted from the two tables above, and changed in the same transactions.

-- How many have joined.
CREATE TABLE member_counts (
    guild_id INTEGER NOT NULL PRIMARY KEY,
    members INTEGER NOT NULL CHECK (members >= 0)
) WITHOUT ROWID, STRICT;

-- How many visible members have watched an episode.
CREATE TABLE watcher_counts (
    guild_id INTEGER NOT NULL,
    show_id TEXT NOT NULL,
    episode TEXT NOT NULL,
    members INTEGER NOT NULL CHECK (members >= 0),
    PRIMARY KEY (guild_id, show_id, episode)
) WITHOUT ROWID, STRICT;

-- How many episodes each member has watched, specials aside.
CREATE TABLE board (
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    show_id TEXT NOT NULL,
    number INTEGER NOT NULL, -- as in members
    visible INTEGER NOT NULL CHECK (visible IN (0, 1)), -- as in members
    episodes INTEGER NOT NULL CHECK (episodes >= 0),
    PRIMARY KEY (guild_id, member_id, show_id)
) WITHOUT ROWID, STRICT;

CREATE INDEX board_in_order ON board (guild_id, show_id, visible, episodes DESC, number);

-- How many visible members have watched exactly so many episodes: a place on the board is a sum over these.
CREATE TABLE board_counts (
    guild_id INTEGER NOT NULL,
    show_id TEXT NOT NULL,
    episodes INTEGER NOT NULL CHECK (episodes > 0),
    members INTEGER NOT NULL CHECK (members >= 0),
    PRIMARY KEY (guild_id, show_id, episodes)
) WITHOUT ROWID, STRICT;

-- The same, by slots of 1024 numbers in a row: with it any page is found, however many share a place.
CREATE TABLE board_slots (
    guild_id INTEGER NOT NULL,
    show_id TEXT NOT NULL,
    episodes INTEGER NOT NULL CHECK (episodes > 0),
    slot INTEGER NOT NULL, -- number / 1024
    members INTEGER NOT NULL CHECK (members >= 0),
    PRIMARY KEY (guild_id, show_id, episodes, slot)
) WITHOUT ROWID, STRICT;

-- What members chose for themselves, wherever they are; what is not here has its default in the code.
CREATE TABLE member_settings (
    member_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (member_id, name)
) WITHOUT ROWID, STRICT;

-- What a file would mark, until its member says so; a newer file takes its place.
CREATE TABLE imports (
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    id INTEGER NOT NULL, -- of the interaction that brought the file
    show_id TEXT NOT NULL,
    episodes TEXT NOT NULL, -- keys, with spaces between them
    made_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id)
) WITHOUT ROWID, STRICT;
