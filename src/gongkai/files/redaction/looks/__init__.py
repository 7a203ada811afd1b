"""The looks of the oracle. Each takes a Case and writes what it finds into the verdict; none knows how files are made."""
