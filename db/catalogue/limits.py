"""How long and how large what a catalogue file says may be.

The text limits make every card fit in the 4,000 characters Discord allows a message, even where each
character needs a backslash.
"""

TITLE = 120
TEASER = 300
SYNOPSIS = 1_600
PREMISE = 1_200
PLOT_SUMMARY = 1_600
REVIEW_LINE = 150
VERDICT = 300
NAME = 80
ROLE = 150
FACT = 40
"""Kind, network and status."""
SOURCE = 500
FIELD_NAME = 40
SHOW_ID = 32

REVIEW_LINES = 5
"""Strengths, and as many weaknesses."""
DIRECTORS = 8
PROVIDERS = 8
CAST = 25
ALIASES = 20
SOURCES = 20

EPISODES = 5_000
LAST_NUMBER = 9_999
LAST_SEASON = 999
COUNT = 1_000_000_000
RUNTIME_MINUTES = 1_440
FIRST_YEAR = 1900
FILE_BYTES = 2 * 1024 * 1024
