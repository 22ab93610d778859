"""A form on the screen: its outline, questions, answer controls and autosave."""
