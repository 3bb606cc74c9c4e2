"""Pure rules: frozen dataclasses and plain functions, with no clock, no I/O and no Discord."""
