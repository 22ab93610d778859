"""One page per place of the program."""
