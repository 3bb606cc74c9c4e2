"""Runs every benchmark: `make bench`."""

import asyncio

from benchmarks import start

if __name__ == "__main__":
    print("Medians; the ratio is to the floor of the same run.\n")
    asyncio.run(start.main())
