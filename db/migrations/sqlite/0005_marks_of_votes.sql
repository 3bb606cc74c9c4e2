-- Who voted takes part and has watched what they voted on: for the votes from before that was kept.
INSERT INTO members (guild_id, member_id, visible, number, joined_at)
SELECT guild_id, member_id, 1, row_number() OVER (PARTITION BY guild_id ORDER BY joined_at, member_id), joined_at
FROM (SELECT guild_id, member_id, min(cast_at) AS joined_at FROM votes GROUP BY guild_id, member_id) AS voters;

INSERT INTO marks (guild_id, member_id, show_id, episode, watched, source, marked_at, change_id)
SELECT guild_id, member_id, show_id, episode, 1, 'vote', cast_at, 0 FROM votes WHERE score IS NOT NULL;

INSERT INTO member_counts (guild_id, members) SELECT guild_id, count(*) FROM members GROUP BY guild_id;

INSERT INTO watcher_counts (guild_id, show_id, episode, members)
SELECT guild_id, show_id, episode, count(*) FROM marks GROUP BY guild_id, show_id, episode;

INSERT INTO board (guild_id, member_id, show_id, number, visible, episodes)
SELECT guild_id, member_id, show_id, number, 1, count(*) FROM marks JOIN members USING (guild_id, member_id)
WHERE episode NOT LIKE 'sp%' GROUP BY guild_id, member_id, show_id, number;

INSERT INTO board_counts (guild_id, show_id, episodes, members)
SELECT guild_id, show_id, episodes, count(*) FROM board GROUP BY guild_id, show_id, episodes;

INSERT INTO board_slots (guild_id, show_id, episodes, slot, members)
SELECT guild_id, show_id, episodes, number / 1024, count(*) FROM board
GROUP BY guild_id, show_id, episodes, number / 1024;
