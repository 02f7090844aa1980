"""`mlebook` beside its peers: time, error and memory of the same tasks, in one run.

`make bench` runs all of it; `python -m benchmarks --help` says how to run a part.
"""
