"""`python -m tests.fuzz`: samples of every format, changed at random, into the guarded readers."""
