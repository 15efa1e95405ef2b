"""Tools around the program: start it, check it, build it."""
