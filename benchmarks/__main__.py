"""Runs every benchmark: `make bench`."""

import asyncio

from benchmarks import board, due, pictures, spoilers, start, votes

if __name__ == "__main__":
    print("Medians; a ratio is to the floor, or to the smallest, of the same run.\n")
    for benchmark in (start, spoilers, votes, board, pictures, due):
        asyncio.run(benchmark.main())
