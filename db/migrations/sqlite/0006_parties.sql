-- Watch parties. Those that are over are kept: they are the server's history.
CREATE TABLE parties (
    guild_id INTEGER NOT NULL,
    id INTEGER NOT NULL, -- of the interaction that planned it; a season's sessions count on from it
    season_id INTEGER, -- the first session's id, where it is one of several
    channel_id INTEGER NOT NULL,
    message_id INTEGER, -- its card, once that was posted
    card_gone_at INTEGER, -- when that was found deleted or out of reach: it is not posted again
    stage_id INTEGER, -- the ready check, which goes on as the live card
    result_id INTEGER, -- who was there
    event_id INTEGER, -- Discord's scheduled event, once it was made
    event_fault TEXT, -- why there is none, or none that follows
    organiser_id INTEGER NOT NULL,
    show_id TEXT NOT NULL,
    episodes TEXT NOT NULL, -- keys, with spaces between them
    title TEXT,
    voice_id INTEGER,
    seats INTEGER CHECK (seats >= 1),
    starts_at INTEGER NOT NULL,
    zone TEXT NOT NULL, -- the time zone in which it was planned
    phase TEXT NOT NULL CHECK (phase IN ('planned', 'live', 'ended', 'cancelled')),
    reminded_at INTEGER, -- when the channel was reminded
    ready_at INTEGER, -- when the ready check was called
    started_at INTEGER,
    ended_at INTEGER,
    lengths TEXT, -- from the start on: the seconds of each episode, with spaces between them
    pause INTEGER, -- seconds of the break between two
    version INTEGER NOT NULL, -- counts the changes, from 1
    changed_at INTEGER NOT NULL,
    edited_at INTEGER NOT NULL, -- when its messages were last brought up to date
    PRIMARY KEY (guild_id, id)
) WITHOUT ROWID, STRICT;

CREATE INDEX parties_open ON parties (guild_id, starts_at) WHERE phase IN ('planned', 'live');
CREATE INDEX parties_live ON parties (guild_id, voice_id) WHERE phase = 'live';
CREATE INDEX parties_ended ON parties (guild_id, ended_at) WHERE phase = 'ended';
CREATE INDEX parties_by_season ON parties (guild_id, season_id) WHERE season_id IS NOT NULL;
CREATE UNIQUE INDEX parties_by_event ON parties (guild_id, event_id) WHERE event_id IS NOT NULL;

-- Each setting of a live party's clock: what it showed from when on, and whether it ran.
CREATE TABLE party_clocks (
    guild_id INTEGER NOT NULL,
    party_id INTEGER NOT NULL,
    number INTEGER NOT NULL, -- from 1
    at INTEGER NOT NULL,
    shown INTEGER NOT NULL, -- seconds into the programme
    running INTEGER NOT NULL CHECK (running IN (0, 1)),
    PRIMARY KEY (guild_id, party_id, number),
    FOREIGN KEY (guild_id, party_id) REFERENCES parties (guild_id, id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

-- What members said to a party.
CREATE TABLE rsvps (
    guild_id INTEGER NOT NULL,
    party_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    id INTEGER NOT NULL, -- of the interaction in which they answered first
    answer TEXT NOT NULL CHECK (answer IN ('going', 'maybe', 'cant')),
    number INTEGER NOT NULL, -- counts the answers to the party: the order of those who wait
    how TEXT NOT NULL CHECK (how IN ('channel', 'direct', 'off')),
    minutes INTEGER NOT NULL CHECK (minutes >= 0),
    reminded INTEGER NOT NULL CHECK (reminded IN (0, 1)),
    PRIMARY KEY (guild_id, party_id, member_id),
    FOREIGN KEY (guild_id, party_id) REFERENCES parties (guild_id, id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE UNIQUE INDEX rsvps_by_id ON rsvps (guild_id, id);
CREATE INDEX rsvps_of_a_member ON rsvps (guild_id, member_id);

-- When members were seen at a party. A row without `until` is still there.
CREATE TABLE presences (
    guild_id INTEGER NOT NULL,
    party_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    seen TEXT NOT NULL CHECK (seen IN ('voice', 'said')),
    since INTEGER NOT NULL,
    until INTEGER,
    PRIMARY KEY (guild_id, party_id, member_id, seen, since),
    FOREIGN KEY (guild_id, party_id) REFERENCES parties (guild_id, id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE INDEX presences_of_a_member ON presences (guild_id, member_id);

-- Who was there for which episode, settled when the party ended.
CREATE TABLE attendances (
    guild_id INTEGER NOT NULL,
    party_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    episode TEXT NOT NULL, -- its key
    PRIMARY KEY (guild_id, party_id, member_id, episode),
    FOREIGN KEY (guild_id, party_id) REFERENCES parties (guild_id, id) ON DELETE CASCADE
) WITHOUT ROWID, STRICT;

CREATE INDEX attendances_of_a_member ON attendances (guild_id, member_id, episode);
