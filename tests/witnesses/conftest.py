"""The scripts hold no tests; they need programs that the tests do without."""

collect_ignore_glob = ["*.py"]
