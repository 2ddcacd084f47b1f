"""Reading and writing: one file or folder a format, none of which imports another."""
