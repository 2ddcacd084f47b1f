"""Speed and memory, each beside a reference in the same run: ``make bench``. No test asserts a time."""
