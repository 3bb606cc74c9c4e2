-- What Discord was last sent as slash commands, so that they are sent again only when they change.
CREATE TABLE command_syncs (
    application_id INTEGER NOT NULL,
    scope INTEGER NOT NULL, -- a guild's id, 0 for the global commands
    digest TEXT NOT NULL,
    ids TEXT NOT NULL, -- JSON object: the command's name to its id
    synced_at INTEGER NOT NULL,
    PRIMARY KEY (application_id, scope)
) STRICT;
